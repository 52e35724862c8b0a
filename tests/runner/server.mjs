// Stands where Next would be, so that the runner's tests need no build. The database is the real one.
import http from "node:http";
import postgres from "postgres";

const sql = postgres(process.env.DATABASE_URL, { max: 2, onnotice() {} });
await sql`create table if not exists lines (at timestamptz default now())`;

http
  .createServer(async (request, response) => {
    if (request.url === "/write") await sql`insert into lines default values`;
    if (request.url === "/end") process.exit(7);
    const [{ count }] = await sql`select count(*)::int from lines`;
    const { DATA_DIR, APP_SECRET, APP_URL, NODE_ENV, ENGINE } = process.env;
    response.end(
      JSON.stringify({ pid: process.pid, count, DATA_DIR, APP_SECRET, APP_URL, NODE_ENV, ENGINE }),
    );
  })
  .listen(Number(process.argv[2]));

console.log("the server speaks");
