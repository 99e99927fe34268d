import { renderTable } from "../markdown-table";
import type { Described, Property } from "./describe";

/** A link from the rendered page to the description of an exported name; `undefined` without one. */
export type FindLink = (name: string) => string | undefined;

/** The construction and the members of a page's subject. Pure. */
export function renderSubject(described: Described, findLink: FindLink): string {
  const { call, propsName, props, members } = described;
  return [
    call === undefined ? "" : code(call),
    props.length === 0 ? "" : `### ${propsName}\n\n${renderProps(props, findLink)}`,
    members.length === 0 ? "" : `### Members\n\n${renderMembers(members, findLink)}`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** A type of the subject's props or members. Pure. */
export function renderType(described: Described, findLink: FindLink): string {
  const { name, text, props, members } = described;
  return [
    `### ${name}`,
    text,
    props.length === 0 || members.length > 0 ? "" : renderProps(props, findLink),
    members.length === 0 ? "" : renderMembers(members, findLink),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** The first sentence of a description, for a table of contents. Pure. */
export function firstSentence(text: string): string {
  const paragraph = (text.split("\n\n")[0] ?? "").replace(/\s+/g, " ").trim();
  return /^.*?\.(?=\s|$)/.exec(paragraph)?.[0] ?? paragraph.replace(/:$/, ".");
}

function renderProps(props: readonly Property[], findLink: FindLink): string {
  const rows = props.map((prop) => [
    code(prop.name),
    inCell(code(prop.type)),
    renderDefault(prop),
    cell(prop, findLink),
  ]);
  return renderTable(["Prop", "Type", "Default", "Meaning"], rows);
}

function renderMembers(members: readonly Property[], findLink: FindLink): string {
  return renderTable(
    ["Member", "Type", "Meaning"],
    members.map((member) => [code(member.name), inCell(code(member.type)), cell(member, findLink)]),
  );
}

/** The text of a default: `"20m"`, `false - the reason` or `- the behaviour`, as in `@default`. */
function renderDefault({ default: text }: Property): string {
  if (text === undefined) return "required";
  const [, value = "", words = ""] = /^(\S*)(?:(?:^| )- ([^]*))?$/.exec(text) ?? [undefined, text];
  return [inCell(code(value)), inCell(words)].filter((part) => part !== "").join(": ");
}

function cell({ text, type, name }: Property, findLink: FindLink): string {
  const links = [...new Set(`${type} ${name}`.match(/[A-Z]\w+/g))].flatMap((word) => {
    const link = findLink(word);
    return link === undefined ? [] : [`[${word}](${link})`];
  });
  return [inCell(text), links.length === 0 ? "" : `See ${links.join(", ")}.`].filter((part) => part !== "").join(" ");
}

// A table's cell is one line.
function inCell(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replace(/\s+/g, " ").trim())
    .join("<br>")
    .replaceAll("|", "\\|");
}

function code(text: string): string {
  return text === "" ? "" : "`" + text + "`";
}
