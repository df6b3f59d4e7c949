"""Asks the service in this container whether it is ready: exit status 0 where it says yes."""

import os
import sys
import urllib.request

port = os.environ[f"{os.environ['SERVICE'].upper()}_HTTP_PORT"]
try:
    urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=4).close()
except OSError as error:
    sys.exit(f"not ready: {error}")
