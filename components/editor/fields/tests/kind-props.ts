import type { Flow } from "@/lib/flow/flow";
import type { RuleTest, TestKind, TestOf } from "@/lib/rules/tests";

/** What the fields of one kind of test are given. */
export type KindProps<K extends TestKind> = {
  test: TestOf<K>;
  flow: Flow;
  readOnly: boolean;
  /** It is asked of people who are not in the funnel yet. */
  atEntry: boolean;
  onChange(test: RuleTest): void;
};
