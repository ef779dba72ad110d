/** The way of an exception; codes are positions, as in lib/domain/vocabulary.ts. Only `approved` is in force. */
const list = ["pending", "approved", "rejected", "withdrawn", "revoked", "expired", "renewed"] as const;
export type ExceptionState = (typeof list)[number];

export const exceptionStates = {
  list,
  code: (state: ExceptionState): number => list.indexOf(state),
  /** Throws RangeError for a code that is not in the table. */
  word(code: number): ExceptionState {
    const word = list[code];
    if (word === undefined) throw new RangeError(`unknown state of an exception: ${code}`);
    return word;
  },
  is: (word: string): word is ExceptionState => (list as readonly string[]).includes(word),
};

/** What may be done in which state; whatever is not here is refused. */
export const exceptionSteps = {
  approve: "pending",
  reject: "pending",
  withdraw: "pending",
  revoke: "approved",
} as const satisfies Record<string, ExceptionState>;
export type ExceptionStep = keyof typeof exceptionSteps;

/** Why a product is not affected: https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md#status-justifications */
export const justifications = [
  "component_not_present",
  "vulnerable_code_not_present",
  "vulnerable_code_not_in_execute_path",
  "vulnerable_code_cannot_be_controlled_by_adversary",
  "inline_mitigations_already_exist",
] as const;
export type Justification = (typeof justifications)[number];

/** Days that an exception lasts where nobody says otherwise, and at most. */
export const defaultDays = 90;
export const mostDays = 365;

/** Why an exception decides no longer, as the journal has it (negative values of the axis `exception`). */
export const endReasons: Readonly<Record<number, string>> = {
  1: "expired",
  2: "revoked",
  3: "the severity rose",
  4: "listed as exploited",
  5: "not in its scope any more",
  6: "renewed",
  7: "the approval was taken back",
};
