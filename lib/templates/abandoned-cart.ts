import { clickedAny, DAY_MS, draw, HOUR_MS, step } from "./draw";
import type { Template } from "./template";
import { bold, button, firstName, itemRows, line, money, newLine, points, say, tag, title } from "./words";

const total = tag("event.value");
const cart = { path: "event.cartUrl" };

const whatIsInIt = itemRows("event.items", {
  picture: "item.image",
  words: [
    { ...tag("item.name"), bold: true, link: { path: "item.url" } },
    newLine,
    "Quantity: ",
    tag("item.quantity", "1"),
  ],
  aside: [money("item.price")],
  more: "… and more in your cart",
});

/** Once per cart: a reminder after an hour, help or patience after a day, a last note after three. */
export const abandonedCart: Template = {
  id: "abandoned-cart",
  name: "Abandoned cart",
  about: "Up to three reminders for each cart, with what is in it and the way back, until it is bought.",
  starts: "Starts when your shop sends “cart.updated”, once per cart.",
  usesSite: false,
  example: {
    name: "cart.updated",
    properties: {
      cartId: "cart-10482",
      cartUrl: "https://example.org/cart/10482",
      items: [
        { name: "Walking shoes", quantity: 1, price: 8_900, url: "https://example.org/walking-shoes" },
        { name: "Wool socks", quantity: 2, price: 1_450, url: "https://example.org/wool-socks" },
      ],
    },
    value: 11_800,
    currency: "EUR",
  },
  flow({ business }) {
    const from = say(`Everyone at ${business}`);
    return draw({
      entry: { rule: "per-key", property: "cartId" },
      steps: {
        cart: step("trigger", { on: "event", event: "cart.updated" }),
        hour: step("wait", { forMs: HOUR_MS }),
        reminder: step("email", {
          name: "Still in your cart",
          subject: line("Your cart is still here"),
          preview: line("Everything is as you left it."),
          body: [
            title("Still thinking it over?"),
            say(
              "Hello ",
              firstName,
              `, what you chose at ${business} is still in your cart, just as you left it.`,
            ),
            whatIsInIt,
            say("Together: ", { ...total, bold: true }),
            button("Back to your cart", cart),
            say(
              "If something did not work, or if you have a question first, reply to this email. A person answers.",
            ),
            from,
          ],
        }),
        looked: step("condition", {
          name: "Did they go back?",
          rule: clickedAny("reminder"),
          patienceMs: 23 * HOUR_MS,
        }),
        "let-it-rest": step("wait", { name: "Let it rest", forMs: 22 * HOUR_MS }),
        help: step("email", {
          name: "Was something in the way?",
          subject: line("Was something in the way?"),
          preview: line("It is usually one of three small things."),
          body: [
            title("Was something in the way?"),
            say(
              "Hello ",
              firstName,
              ", you went back to your cart and stopped again. In our experience it is one of three small things.",
            ),
            points(
              [
                bold("The payment did not go through."),
                " Try once more, or pay another way. If it stops again, tell us where.",
              ],
              [
                bold("Something about delivery."),
                " Tell us where it should go and by when, and we will say honestly whether that works.",
              ],
              [
                bold("A doubt whether it is the right one."),
                " Reply with your question. We would rather you chose well than fast.",
              ],
            ),
            button("Back to your cart", cart),
            from,
          ],
        }),
        patience: step("email", {
          name: "No hurry",
          subject: line("No hurry. Your cart is waiting"),
          preview: line("What you chose, and an honest word about it."),
          body: [
            title("No hurry"),
            say(
              "Hello ",
              firstName,
              ", perhaps something came up yesterday. Your cart is still as you left it.",
            ),
            whatIsInIt,
            say(
              "If you are not sure about something in it, ask us. If it turns out not to be right for you, we will say so.",
            ),
            button("See your cart", cart),
            from,
          ],
        }),
        "two-days": step("wait", { forMs: 2 * DAY_MS }),
        last: step("email", {
          name: "Last note",
          subject: line("Our last note about your cart"),
          preview: line("After this one we will leave you in peace with it."),
          body: [
            title("We will leave it at this"),
            say("Hello ", firstName, ", this is the last time we write about this cart."),
            say("If you still want it, one press takes you back, and everything is as you chose it."),
            button("Finish your order", cart),
            say(
              "And if you have changed your mind: that is fine, too. Should you want to tell us why, a reply of one line helps us more than you would think.",
            ),
            from,
          ],
        }),
        goal: step("goal", { name: "Order", waitMs: 3 * DAY_MS, otherwise: "end" }),
        bought: step("end", { reason: "bought" }),
      },
      lines: [
        "cart > hour > reminder > looked:yes > let-it-rest > help > two-days",
        "looked:no > patience > two-days > last > goal > bought",
      ],
    });
  },
};
