"""`python -m gateway` serves; `python -m gateway account NAME EMAIL` makes an account. Reads the environment."""

import argparse
import asyncio
import json
import sys
from dataclasses import asdict

from common import logs, span_export, web

from gateway.accounts.issuing import NotIssuedError, issue
from gateway.app import build_app
from gateway.database import Database, DatabaseDown
from gateway.settings import Settings


def main() -> None:
    """Serve until SIGTERM, or make one account."""
    parser = argparse.ArgumentParser(prog="python -m gateway", description="The gateway; without a command it serves.")
    commands = parser.add_subparsers(dest="command")
    account = commands.add_parser("account", help="make an account; prints its password and an API key, once, as JSON")
    account.add_argument("name")
    account.add_argument("email")
    account.add_argument("--operator", action="store_true", help="it may rebuild the projection, too")
    options = parser.parse_args()
    settings = Settings()
    logs.configure("gateway", settings.log_level)
    if options.command == "account":
        asyncio.run(_make_account(settings, options.name, options.email, is_operator=options.operator))
        return
    span_export.configure("gateway", settings.traces_endpoint)
    web.run(build_app(settings), settings)


async def _make_account(settings: Settings, name: str, email: str, *, is_operator: bool) -> None:
    database = Database(settings.database_url.get_secret_value(), connections=1)
    try:
        issued = await issue(database, name, email, is_operator=is_operator)
    except (NotIssuedError, DatabaseDown) as error:
        sys.exit(str(error))
    finally:
        await database.close()
    sys.stdout.write(json.dumps(asdict(issued)) + "\n")


if __name__ == "__main__":
    main()
