/** Who a mail comes from. */
export type Sender = { name: string; email: string };

export const domainOf = (address: string): string =>
  address.slice(address.lastIndexOf("@") + 1).toLowerCase();

/**
 * Providers send only for domains that were shown to be one's own; another would hold the mail of everybody. So an address
 * of an email's own counts while it is of the domain that the workspace sends from.
 */
export const maySendAs = (email: string, workspace: Pick<Sender, "email">): boolean =>
  domainOf(email) === domainOf(workspace.email);

/** The sender of one email: its own where it names one, else the workspace's. */
export const senderOf = (workspace: Sender, own: Partial<Sender> | undefined): Sender => ({
  name: own?.name || workspace.name,
  email: own?.email && maySendAs(own.email, workspace) ? own.email : workspace.email,
});
