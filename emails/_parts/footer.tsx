import { Hr, Link, Section, Text } from "react-email";
import { end, otherwise, placeholder, when } from "@/lib/mail/tokens";
import * as look from "./look";

/** Postal address, and under marketing email the way out. Added by us, so no author can leave it away. */
export function Footer({ kind }: { kind: "marketing" | "service" }) {
  return (
    <Section style={look.footer} lang="en">
      {kind === "service" ? when("address") : null}
      <Hr className="line" style={look.divider} />
      <Text className="soft" style={look.small}>
        {placeholder("address")}
      </Text>
      {kind === "service" ? end : null}
      {kind === "marketing" ? (
        <Text className="soft" style={look.small}>
          {when("unsubscribe")}
          <Link href={placeholder("unsubscribe")} className="soft" style={look.quietLink}>
            Unsubscribe
          </Link>
          {otherwise}
          Unsubscribe
          {end}
        </Text>
      ) : null}
    </Section>
  );
}
