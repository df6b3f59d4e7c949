import { expect, test } from "vitest";
import { Session } from "../src/session/session";

const LOGIN = { access_token: "new", user: { username: "ann", role: "user" } };

function sessionOf(answer: () => Response | Promise<never>) {
  const asked: string[] = [];
  const session = new Session(async (address) => {
    asked.push(String(address));
    return answer();
  });
  return { session, asked };
}

test("all who need a renewal meanwhile share one", async () => {
  const { session, asked } = sessionOf(() => Response.json(LOGIN));

  expect(await Promise.all([session.renew(), session.renew()])).toEqual([true, true]);
  expect(asked).toEqual(["/api/v1/auth/refresh"]);
  expect(session.accessToken()).toBe("new");
  expect(session.now()).toEqual({ needed: false, user: LOGIN.user });
});

test("without a cookie the page is told to ask for a login", async () => {
  const { session } = sessionOf(() => new Response(null, { status: 401 }));
  let told = 0;
  session.subscribe(() => {
    told += 1;
  });

  expect(await session.renew()).toBe(false);
  expect(session.now().needed).toBe(true);
  expect(told).toBe(1);
});

test.each([
  () => new Response(null, { status: 503 }),
  () => Promise.reject(new TypeError("no connection")),
])("a gateway that is away is no reason to ask for a login", async (answer) => {
  const { session } = sessionOf(answer);

  expect(await session.renew()).toBe(false);
  expect(session.now().needed).toBe(false);
});
