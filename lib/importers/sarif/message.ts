import { isObject, type Json, textOf, textsOf } from "../trivy/guards";

/** `multiformatMessageString` (3.12), or the plain text that versions before 2.1.0 have in its place. */
export function plainText(value: unknown): string {
  if (typeof value === "string") return textOf(value);
  return isObject(value) ? textOf(value.text) || textOf(value.markdown) : "";
}

/**
 * The text of a result's message (3.11): its own, else that of its id among the strings of the rule or of the tool;
 * with its arguments put in, and of embedded links the words only.
 */
export function messageText(message: unknown, rule: Json | null, driver: Json): string {
  if (!isObject(message)) return linkWords(textOf(message));
  const id = textOf(message.id) || textOf(message.messageId);
  const template = plainText(message) || templateOf(id, rule, driver);
  const values = Array.isArray(message.arguments) ? message.arguments.map(argument) : [];
  return linkWords(withArguments(template, values));
}

function templateOf(id: string, rule: Json | null, driver: Json): string {
  if (id === "") return "";
  for (const strings of [rule?.messageStrings, driver.globalMessageStrings, rule?.messageTemplates]) {
    const found = isObject(strings) ? plainText(strings[id]) : "";
    if (found !== "") return found;
  }
  return "";
}

const argument = (value: unknown) => (typeof value === "number" ? String(value) : textOf(value));

/** `{0}` is the first argument, `{{` a brace. What has no argument stays as it is. */
export function withArguments(template: string, values: readonly string[]): string {
  return template.replace(/\{\{|\}\}|\{(\d{1,3})\}/g, (whole, number: string | undefined) => {
    if (number === undefined) return whole[0] ?? "";
    return values[Number(number)] ?? whole;
  });
}

/** `see [here](1)` → `see here`: links to places within the report (3.11.6). */
function linkWords(text: string): string {
  return text.includes("](")
    ? text.replace(/\[((?:[^\]\\]|\\.)*)\]\((?:\d+|sarif:[^)\s]*)(?:,\(?\d+\)?)*\)/g, "$1")
    : text;
}

/** The strings of a bag's `tags` (3.8.2), or of a text that lists them. */
export function tagsOf(bag: unknown): string[] {
  if (!isObject(bag)) return [];
  return typeof bag.tags === "string" ? bag.tags.split(/\s*,\s*/).filter(Boolean) : textsOf(bag.tags);
}
