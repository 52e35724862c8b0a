/** The floor for our routes: what a route costs that only answers. */
export const GET = () => new Response(null, { status: 204 });

/** The same for one that takes JSON. */
export const POST = async (request: Request) => Response.json(await request.json());
