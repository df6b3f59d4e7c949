"""Accounts: registering, logging in, staying in, leaving, and keys for programs."""

import asyncio
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from gateway.accounts.accounts import GRACE_SECONDS
from gateway.app_tables import refresh_tokens, users
from sqlalchemy import func, select, update

from tests.gateway.people import PASSWORD, client_of, person, registered
from tests.gateway.running import start


async def log_in(visitor, name, password=PASSWORD):
    return await visitor.post("/api/v1/auth/login", json={"name": name, "password": password})


async def test_a_new_account_is_logged_in_and_its_password_is_hashed(visitor, public_gateway):
    login = await registered(visitor)
    async with client_of(public_gateway, login["access_token"]) as client:
        me = (await client.get("/api/v1/auth/me")).json()
    assert me["username"] == login["user"]["username"]
    database = public_gateway.app.state.parts.database
    rows = await database.run(lambda connection: connection.execute(select(users)))
    assert all(row.password_hash.startswith("$argon2id$") for row in rows)


async def test_nobody_becomes_operator_by_registering(visitor, public_gateway):
    async with client_of(public_gateway, (await registered(visitor))["access_token"]) as client:
        assert (await client.get("/api/v1/auth/me")).json()["role"] == "user"
        assert (await client.get("/api/v1/admin/rebuild")).status_code == 403


async def test_a_taken_name_or_address_is_told_in_any_spelling(visitor):
    await registered(visitor, "Taken.Name")
    body = {"username": "taken.name", "email": "TAKEN.NAME@example.org", "password": PASSWORD}
    response = await visitor.post("/api/v1/auth/register", json=body)
    assert [error["field"] for error in response.json()["errors"]] == ["username", "email"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password": "short"}, "password"),
        ({"email": "no address"}, "email"),
        ({"username": "x"}, "username"),
        ({"username": "a b c"}, "username"),
    ],
)
async def test_a_bad_registration_names_the_field_and_keeps_the_password_to_itself(visitor, change, field):
    body = {"username": "somebody", "email": "somebody@example.org", "password": PASSWORD} | change
    response = await visitor.post("/api/v1/auth/register", json=body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field
    assert body["password"] not in response.text


async def test_two_registrations_of_one_name_at_once_make_one_account(visitor):
    body = {"username": "hasty", "email": "hasty@example.org", "password": PASSWORD}
    answers = await asyncio.gather(*(visitor.post("/api/v1/auth/register", json=body) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]


async def test_a_login_works_by_name_and_by_address(visitor):
    login = await registered(visitor)
    for name in (login["user"]["username"].upper(), login["user"]["email"]):
        assert (await log_in(visitor, name)).status_code == 200


async def test_a_wrong_password_and_an_unknown_name_are_told_alike(visitor):
    login = await registered(visitor)
    wrong = await log_in(visitor, login["user"]["username"], "wrong password")
    unknown = await log_in(visitor, "nobody-here", "wrong password")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()


async def test_five_failures_lock_a_name_even_for_the_right_password(visitor):
    name = (await registered(visitor))["user"]["username"]
    for _ in range(5):
        assert (await log_in(visitor, name, "wrong password")).status_code == 401
    locked = await log_in(visitor, name)
    assert locked.status_code == 429
    assert int(locked.headers["Retry-After"]) > 0


async def test_a_refresh_gives_a_new_pair_and_the_cookie_does_as_well(visitor):
    name = (await registered(visitor))["user"]["username"]
    login = (await log_in(visitor, name)).json()
    cookie = visitor.cookies["refreshToken"]
    assert cookie == login["refresh_token"]
    refreshed = await visitor.post("/api/v1/auth/refresh")
    assert refreshed.status_code == 200
    assert refreshed.json()["refresh_token"] != cookie
    assert visitor.cookies["refreshToken"] == refreshed.json()["refresh_token"]


async def refresh(visitor, token):
    visitor.cookies.clear()
    return await visitor.post("/api/v1/auth/refresh", json={"refresh_token": token})


async def test_two_tabs_that_refresh_at_once_both_stay_logged_in(visitor):
    token = (await registered(visitor))["refresh_token"]
    answers = await asyncio.gather(refresh(visitor, token), refresh(visitor, token))
    assert [answer.status_code for answer in answers] == [200, 200]


async def test_a_refresh_token_that_comes_again_later_ends_the_whole_login(visitor, public_gateway):
    login = await registered(visitor)
    heir = (await refresh(visitor, login["refresh_token"])).json()
    database = public_gateway.app.state.parts.database
    past = func.now() - timedelta(seconds=GRACE_SECONDS + 1)
    aged = update(refresh_tokens).where(refresh_tokens.c.rotated_at.is_not(None)).values(rotated_at=past)
    await database.run(lambda connection: connection.execute(aged))
    assert (await refresh(visitor, login["refresh_token"])).status_code == 401
    assert (await refresh(visitor, heir["refresh_token"])).status_code == 401
    async with client_of(public_gateway, heir["access_token"]) as client:
        assert (await client.get("/api/v1/auth/me")).status_code == 401


async def test_a_logout_ends_every_token_of_the_login(visitor, public_gateway):
    login = await registered(visitor)
    async with client_of(public_gateway, login["access_token"]) as client:
        assert (await client.post("/api/v1/auth/logout")).status_code == 204
        assert (await client.get("/api/v1/auth/me")).status_code == 401
    assert (await refresh(visitor, login["refresh_token"])).status_code == 401


async def test_a_changed_password_ends_logins_and_the_old_one_is_refused(visitor, public_gateway):
    login = await registered(visitor)
    new = "another long sentence"
    async with client_of(public_gateway, login["access_token"]) as client:
        wrong = {"current_password": "not it at all", "new_password": new}
        refused = await client.post("/api/v1/auth/change-password", json=wrong)
        assert refused.json()["errors"][0]["field"] == "current_password"
        right = {"current_password": PASSWORD, "new_password": new}
        assert (await client.post("/api/v1/auth/change-password", json=right)).status_code == 204
        assert (await client.get("/api/v1/auth/me")).status_code == 401
    assert (await log_in(visitor, login["user"]["username"])).status_code == 401
    assert (await log_in(visitor, login["user"]["username"], new)).status_code == 200


async def test_a_forged_or_expired_token_is_nobodys(visitor, public_gateway):
    login = await registered(visitor)
    claims = jwt.decode(login["access_token"], options={"verify_signature": False})
    issuer = await public_gateway.app.state.parts.accounts.tokens()
    past = datetime.now(UTC) - timedelta(hours=1)
    forged = jwt.encode(claims, b"x" * 32, algorithm="HS256")
    unsigned = jwt.encode(claims, None, algorithm="none")
    expired = jwt.encode(claims | {"exp": past}, issuer._secret, algorithm="HS256")
    local = jwt.encode(claims | {"sub": "local", "sid": None}, issuer._secret, algorithm="HS256")
    for token in (forged, unsigned, expired, local, "x", "outl_" + "0" * 32 + "_000000"):
        async with client_of(public_gateway, token) as client:
            assert (await client.get("/api/v1/auth/me")).status_code == 401, token


async def test_a_key_is_shown_once_works_and_can_be_revoked(visitor, public_gateway):
    async with await person(public_gateway, visitor) as client:
        made = (await client.post("/api/v1/api-keys", json={"name": "report"})).json()
        listed = (await client.get("/api/v1/api-keys")).json()["items"]
        assert listed[0]["prefix"] == made["key"][:11]
        assert made["key"] not in str(listed)
        async with client_of(public_gateway, made["key"]) as program:
            analysis = await start(program)
            assert (await client.get(f"/api/v1/analyses/{analysis}")).status_code == 200
            assert (await client.delete(f"/api/v1/api-keys/{made['id']}")).status_code == 204
            assert (await program.get("/api/v1/analyses")).status_code == 401
        assert (await client.delete(f"/api/v1/api-keys/{made['id']}")).status_code == 404


async def test_a_key_may_do_only_what_its_scopes_say(visitor, public_gateway):
    async with await person(public_gateway, visitor) as client:
        body = {"name": "reader", "scopes": ["read"]}
        key = (await client.post("/api/v1/api-keys", json=body)).json()["key"]
        admin = await client.post("/api/v1/api-keys", json={"name": "x", "scopes": ["admin"]})
        assert admin.status_code == 403
    async with client_of(public_gateway, key) as program:
        assert (await program.get("/api/v1/analyses")).status_code == 200
        assert (await program.post("/api/v1/analyses", json={"exclusion_channels": ["A"]})).status_code == 403
        more = await program.post("/api/v1/api-keys", json={"name": "more"})
        assert more.status_code == 403


async def test_loopback_is_the_local_owner_without_a_login(client):
    assert (await client.get("/api/v1/auth/me")).json()["username"] == "local"
