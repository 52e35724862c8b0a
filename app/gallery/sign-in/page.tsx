import { notFound } from "next/navigation";
import { AuthCard } from "@/components/shell/auth-card";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

export default function SignInFrame() {
  if (process.env.NODE_ENV === "production") notFound();
  return (
    <AuthCard
      title="Sign in"
      description="Your funnels kept running while you were away."
      foot="New here? Ask for an invitation."
    >
      <form className="flex flex-col gap-4">
        <Field label="Email">
          <Input type="email" autoComplete="username" />
        </Field>
        <Field
          label="Password"
          error="Email and password do not match. Try again, or ask for a new password."
        >
          <Input type="password" autoComplete="current-password" />
        </Field>
        <Button type="submit" variant="primary" size="lg">
          Sign in
        </Button>
      </form>
    </AuthCard>
  );
}
