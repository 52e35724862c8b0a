import { STAND_IN_SITE } from "@/lib/mail/stand-in";
import { clickedAny, DAY_MS, draw, step } from "./draw";
import type { Template } from "./template";
import { bold, button, firstName, line, link, points, say, steps, title } from "./words";

/** For those who asked for a guide: the guide at once, then from understanding over trust to an offer in two weeks. */
export const stepMail: Template = {
  id: "step-mail",
  name: "Step mail",
  about:
    "For people who ask for your guide: it comes at once, then five letters lead to a first talk or trial.",
  starts: "Starts when someone asks for your guide with a form.",
  usesSite: true,
  example: {
    name: "form.submitted",
    properties: { name: "Anna Berg", email: "anna.berg@example.org" },
  },
  flow({ business, site }) {
    const home = site ?? STAND_IN_SITE;
    // Nobody can guess where the file lies, so this one waits to be put in.
    const guide = `${STAND_IN_SITE}/guide`;
    const from = say(`Everyone at ${business}`);
    return draw({
      steps: {
        request: step("trigger", {
          on: "form",
          form: {
            title: `Get the guide from ${business}`,
            text: "Tell us where to send it. It takes about ten minutes to read.",
            button: "Send me the guide",
            consent: `Yes, send me the guide and a few letters about it from ${business}. I can unsubscribe at any time.`,
            thanks: "Thank you. The guide is on its way to your inbox.",
          },
        }),
        guide: step("email", {
          name: "The guide",
          kind: "service",
          reason: "The guide they asked for",
          subject: line("Here is your guide"),
          preview: line("Ten minutes of reading, and one thing to try today."),
          body: [
            title("Here is your guide"),
            say("Hello ", firstName, ", thank you for asking. Here it is:"),
            button("Open the guide", guide),
            say(
              "Our advice: do not read all of it at once. Take the first part, ",
              bold("try the one thing it suggests"),
              ", and come back for the rest. That way it is worth ten times the reading.",
            ),
            say(
              "In three days we will write to you about the question we hear most often after the first part. Until then, if something is unclear, just reply.",
            ),
            from,
          ],
        }),
        "three-days": step("wait", { forMs: 3 * DAY_MS }),
        understand: step("email", {
          name: "Where most people are stuck",
          subject: line("Where most people get stuck"),
          preview: line("It is rarely for want of knowledge."),
          body: [
            title("Where most people get stuck"),
            say(
              "Hello ",
              firstName,
              ", by now you may have tried the first part of the guide. If it has not worked yet, you are in good company. It is rarely for want of knowledge. Mostly it is one of these:",
            ),
            points(
              [
                bold("The first step was too large."),
                " Halve it, and halve it again, until you would do it even on a bad day.",
              ],
              [
                bold("It has no place in the week."),
                " What has no hour of its own gets the hours that are left over, and there are none.",
              ],
              [
                bold("Nobody asks about it."),
                " Tell one person what you are going to try. That alone does more than any plan.",
              ],
            ),
            say(
              "Choose the one that sounds like you, and go back to the guide with it in mind. The second part is about exactly this.",
            ),
            button("Read the second part", guide),
            from,
          ],
        }),
        interested: step("condition", {
          name: "Did they click?",
          rule: clickedAny("guide", "understand"),
          patienceMs: 4 * DAY_MS,
        }),
        "let-it-rest": step("wait", { name: "Let it rest", forMs: 2 * DAY_MS }),
        trust: step("email", {
          name: "How we work",
          subject: line("How we go about it"),
          preview: line("From the first talk to something that runs."),
          body: [
            title("How we go about it"),
            say(
              "Hello ",
              firstName,
              `, people who read our guide often ask how ${business} works with somebody. There is no secret to it.`,
            ),
            steps(
              [
                bold("We listen first."),
                " What should be different, what have you tried, and what must not happen?",
              ],
              [
                bold("You get a proposal you can read in five minutes."),
                " What we would do, what it costs, and what it will not solve.",
              ],
              [
                bold("We begin small."),
                " One part that shows whether it works for you, before you decide about more.",
              ],
            ),
            say(
              "Whoever prefers to do it alone finds everything needed in the guide. That is why we give it away.",
            ),
            button("See what we do", home),
            from,
          ],
        }),
        "four-days": step("wait", { forMs: 4 * DAY_MS }),
        offer: step("email", {
          name: "A first talk",
          subject: line("Shall we look at it together?"),
          preview: line("A first talk, or a trial. You will know more afterwards either way."),
          body: [
            title("Shall we look at it together?"),
            say(
              "Hello ",
              firstName,
              ", reading takes you a good part of the way. The rest is about your own case, and for that a talk is quicker than ten letters.",
            ),
            say(
              "So here is our offer: ",
              bold("tell us in two or three sentences where you stand"),
              ", and we will tell you what we would do next in your place. You can use that with us or without us.",
            ),
            button("Take the first step", home),
            say(
              "If writing is easier for you, ",
              link("read more on our website", home),
              " first, or simply reply to this email.",
            ),
            from,
          ],
        }),
        "four-more-days": step("wait", { forMs: 4 * DAY_MS }),
        doubts: step("email", {
          name: "Doubts, answered",
          subject: line("Four doubts, answered plainly"),
          preview: line("Time, money, “not for me”, and “not now”."),
          body: [
            title("Four doubts, answered plainly"),
            say(bold("“I have no time for it.”")),
            say(
              "Then begin with what takes the least. A quarter of an hour is enough to find out whether it is worth a second one.",
            ),
            say(bold("“I do not know what it will cost.”")),
            say("You will know before you decide anything. No price of ours begins with a surprise."),
            say(bold("“My case is different.”")),
            say(
              "It probably is. Describe it to us, and if we are not the right people for it, we will say so and tell you who may be.",
            ),
            say(bold("“Perhaps later.”")),
            say("Later is fine. Only make it a date, not a mood."),
            button("Ask us your question", home),
            from,
          ],
        }),
        "three-more-days": step("wait", { forMs: 3 * DAY_MS }),
        close: step("email", {
          name: "The last letter",
          subject: line("The last letter about the guide"),
          preview: line("What to keep, and where to find us."),
          body: [
            title("The last letter about the guide"),
            say(
              "Hello ",
              firstName,
              ", this is the last one in this series. If you keep only three things from it, let it be these:",
            ),
            steps(
              ["Begin smaller than seems sensible."],
              ["Give it an hour of its own in the week."],
              ["Tell somebody what you are trying."],
            ),
            say("And when you want company on the way, you know where we are."),
            button("Begin with us", home),
            say("Thank you for reading. It was good to have you with us."),
            from,
          ],
        }),
        goal: step("goal", { name: "Became a customer", waitMs: 7 * DAY_MS, otherwise: "end" }),
        customer: step("end", { reason: "became a customer" }),
      },
      lines: [
        "request > guide > three-days > understand > interested:yes > let-it-rest > offer",
        "interested:no > trust > four-days > offer > four-more-days > doubts > three-more-days > close > goal > customer",
      ],
    });
  },
};
