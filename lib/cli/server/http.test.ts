import { Agent, get } from "node:http";
import { afterEach, expect, test } from "vitest";
import { freePort } from "@/lib/db/embedded/free-port";
import { type Front, openFront } from "./http";

const fronts: Front[] = [];

afterEach(async () => {
  await Promise.all(fronts.splice(0).map((front) => front.close(0)));
});

async function front(): Promise<{ front: Front; url: string; port: number }> {
  const port = await freePort();
  const opened = await openFront({ host: "127.0.0.1", port }, "npm start");
  fronts.push(opened);
  return { front: opened, url: `http://127.0.0.1:${port}/`, port };
}

test("until there is something to serve it says that it is starting", async () => {
  const { front: opened, url } = await front();
  expect((await fetch(url)).status).toBe(503);
  opened.serve((_request, response) => response.end("pages"));
  expect(await (await fetch(url)).text()).toBe("pages");
});

test("a taken port is told at once, not after the database has started", async () => {
  const { port } = await front();
  await expect(openFront({ host: "127.0.0.1", port }, "npm start", 0)).rejects.toThrow(`Port ${port} is taken`);
});

test("closing waits for the answer in hand, and a client that goes on asking does not hold it up", async () => {
  const { front: opened, url } = await front();
  opened.serve((_request, response) => setTimeout(() => response.end("late"), 200));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = () =>
    new Promise<number>((resolve) => {
      get(url, { agent }, (response) => {
        response.resume().on("end", () => resolve(response.statusCode ?? 0));
      }).on("error", () => resolve(0));
    });
  const answers: number[] = [];
  const asking = (async () => {
    do answers.push(await ask());
    while (answers.at(-1) !== 0);
  })();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const start = Date.now();
  await opened.close(5_000);
  expect(Date.now() - start).toBeLessThan(1_000);
  await asking;
  expect(answers[0]).toBe(200);
  agent.destroy();
});
