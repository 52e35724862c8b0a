import { STAND_IN_SITE } from "@/lib/mail/stand-in";
import { clickedAny, DAY_MS, draw, step } from "./draw";
import type { Template } from "./template";
import { bold, button, firstName, line, points, say, steps, title } from "./words";

/** Four letters in about a week: welcome, what one can hold you to, where to begin, the questions that remain. */
export const welcomeSeries: Template = {
  id: "welcome-series",
  name: "Welcome series",
  about: "Four letters in a week for people who sign up, and one path of their own for those who click.",
  starts: "Starts when someone sends your sign-up form.",
  usesSite: true,
  example: {
    name: "form.submitted",
    properties: { name: "Anna Berg", email: "anna.berg@example.org" },
  },
  flow({ business, site }) {
    const home = site ?? STAND_IN_SITE;
    const from = say(`Everyone at ${business}`);
    return draw({
      steps: {
        "sign-up": step("trigger", {
          on: "form",
          form: {
            title: `Letters from ${business}`,
            text: "A few letters to get to know us, and after that only when there is something worth your time.",
            button: "Sign me up",
            consent: `Yes, ${business} may send me emails. I can unsubscribe at any time.`,
            thanks: "Thank you. The first letter is on its way to your inbox.",
          },
        }),
        welcome: step("email", {
          name: "Welcome",
          subject: line(`Welcome to ${business}`),
          preview: line("What you will hear from us, and one small question."),
          body: [
            title("Hello ", firstName),
            say(
              `Thank you for signing up. Over the next week you will get a few letters from ${business}: `,
              "what you can hold us to, a good place to begin, and answers to what people ask us most. ",
              "After that we write only when we have something worth your time.",
            ),
            say(
              "There is just one thing to do today, and it takes two minutes: look around, and see what catches your eye.",
            ),
            button("Have a look around", home),
            say(
              "And one question, because it helps us write better letters: ",
              bold("what made you sign up?"),
              " Just reply to this email. A person reads every answer.",
            ),
            say("Until soon,"),
            from,
          ],
        }),
        "two-days": step("wait", { forMs: 2 * DAY_MS }),
        promise: step("email", {
          name: "What you can hold us to",
          subject: line("What you can hold us to"),
          preview: line("Three plain things, and not one slogan."),
          body: [
            title("What you can hold us to"),
            say(
              "Everybody says that they care about their customers. Here is what we mean by it on an ordinary day.",
            ),
            points(
              [
                bold("A person answers."),
                " Write to us, and somebody who knows what we sell reads it and writes back.",
              ],
              [
                bold("Plain words."),
                " You should know what a thing costs, what it does, and what it does not do, before you decide.",
              ],
              [
                bold("No pushing."),
                " If something is not right for you, we would rather say so than sell it to you.",
              ],
            ),
            say(
              "If we ever fall short of this, reply and tell us. It is the quickest way to get it put right.",
            ),
            button("See what we do", home),
            say("Next time: a short way to find what suits you."),
            from,
          ],
        }),
        interested: step("condition", {
          name: "Did they click?",
          rule: clickedAny("welcome", "promise"),
          patienceMs: 2 * DAY_MS,
        }),
        "let-it-rest": step("wait", { name: "Let it rest", forMs: 2 * DAY_MS }),
        begin: step("email", {
          name: "Where to begin",
          subject: line("A short way to what suits you"),
          preview: line("Three questions that make the choice a small one."),
          body: [
            title("Three questions, one choice"),
            say(
              "Hello ",
              firstName,
              ", you have had a look around, so here is the shortest way we know from looking to choosing.",
            ),
            steps(
              [
                bold("What should be easier a month from now?"),
                " Name one thing. It rules out more than any comparison does.",
              ],
              [
                bold("What have you tried already?"),
                " Whatever you did not like about it is what to look at first.",
              ],
              [bold("What would make it a bad choice?"), " Put that to us before you buy, not after."],
            ),
            say("With your three answers, look again. Most people find that one thing stands out."),
            button("Look again", home),
            say(
              "If nothing does, send us your three answers as a reply, and we will tell you what we would take in your place.",
            ),
            from,
          ],
        }),
        ask: step("email", {
          name: "A question",
          subject: line("Are we writing to you about the right thing?"),
          preview: line("Tell us in one line; we would rather know than guess."),
          body: [
            title("Which of these is you?"),
            say(
              "Hello ",
              firstName,
              ", you have had two letters from us, and we do not want to guess what you need. Which of these comes closest?",
            ),
            points(
              [bold("“I am just curious.”"), " You are welcome to be. Keep the letters, read what you like."],
              [
                bold("“I am looking for something in particular.”"),
                " Reply with one line about it. We will tell you honestly whether we have it.",
              ],
              [
                bold("“I am not sure yet what you do.”"),
                " That one is on us. Our website says it better than a letter can.",
              ],
            ),
            button("Show me what you do", home),
            say(
              "And if it is none of them, the link at the end of every letter lets you go, with no questions asked.",
            ),
            from,
          ],
        }),
        "three-days": step("wait", { forMs: 3 * DAY_MS }),
        questions: step("email", {
          name: "Questions before a first order",
          subject: line("Before you decide"),
          preview: line("Three questions people ask us before their first order."),
          body: [
            title("What people ask before a first order"),
            say(bold("“Is it right for me?”")),
            say(
              "Tell us what you want to use it for, and you will get a straight answer, also when the answer is no.",
            ),
            say(bold("“And if it is not?”")),
            say(
              "Then write to us. We would much rather put it right than have you live with something that does not fit.",
            ),
            say(bold("“Should I hurry?”")),
            say("No. There is no countdown in this letter. Choose when it suits you."),
            button("Make your choice", home),
            say(
              "This was the last letter of our welcome. From now on you hear from us when there is something worth reading. ",
              "Thank you for having us, ",
              firstName,
              ".",
            ),
            from,
          ],
        }),
        goal: step("goal", { name: "First order", waitMs: 7 * DAY_MS, otherwise: "end" }),
        customer: step("end", { reason: "became a customer" }),
      },
      lines: [
        "sign-up > welcome > two-days > promise > interested:yes > let-it-rest > begin > three-days",
        "interested:no > ask > three-days > questions > goal > customer",
      ],
    });
  },
};
