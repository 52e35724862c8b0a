import { passwordLength } from "@/lib/password";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

export function EmailField({ autoFocus = false }: { autoFocus?: boolean }) {
  return (
    <Field label="Email" required>
      <Input
        type="email"
        name="email"
        autoComplete="username"
        maxLength={254}
        spellCheck={false}
        autoCapitalize="none"
        autoFocus={autoFocus}
      />
    </Field>
  );
}

export function NameField() {
  return (
    <Field label="Your name" required>
      <Input name="name" autoComplete="name" maxLength={100} />
    </Field>
  );
}

export function NewPasswordField({ label = "Password" }: { label?: string }) {
  return (
    <Field
      label={label}
      help={`At least ${passwordLength.least} characters. A sentence is a good one.`}
      required
    >
      <Input
        type="password"
        name="password"
        autoComplete="new-password"
        minLength={passwordLength.least}
        maxLength={passwordLength.most}
      />
    </Field>
  );
}

export function WorkspaceNameField() {
  return (
    <Field label="Name of your workspace" help="Usually your business. You can change it later." required>
      <Input name="workspaceName" autoComplete="organization" maxLength={80} />
    </Field>
  );
}
