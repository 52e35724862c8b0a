import { takeDelivery } from "./take-delivery";

/** Resend's reports of what became of mail. Their signature is the authority. */
export const POST = (request: Request): Promise<Response> => takeDelivery(request);
