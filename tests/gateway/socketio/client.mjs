// As the original page does it: connect, join with the bare id, listen. One JSON line an event on stdout.
import { io } from "socket.io-client";

const [url, analysis, transports, cookie] = process.argv.slice(2);
const socket = io(url, {
  transports: transports.split(","),
  reconnectionAttempts: 5,
  reconnectionDelay: 200,
  extraHeaders: { Origin: "http://localhost:3000", ...(cookie ? { Cookie: cookie } : {}) },
});
const tell = (event, payload) => process.stdout.write(`${JSON.stringify({ event, payload })}\n`);

socket.on("connect", () => {
  tell("connect", { transport: socket.io.engine.transport.name });
  socket.emit("join-analysis", analysis);
  socket.emit("join-analysis", analysis);
  socket.emit("heartbeat", { timestamp: Date.now() });
});
socket.on("connect_error", (error) => tell("connect_error", { message: error.message }));
for (const event of ["progress", "complete", "error", "heartbeat_response", "disconnect"]) {
  socket.on(event, (payload) => tell(event, payload));
}
process.stdin.on("end", () => socket.close());
process.stdin.resume();
