/** As much of a web page's document as the emulator's page script uses, to run that script without a browser. */
export class FakeElement {
  readonly children: FakeElement[] = [];
  readonly dataset: Record<string, string> = {};
  readonly attributes: Record<string, string> = {};
  readonly listeners: Record<string, () => void> = {};
  parent: FakeElement | undefined;
  className = "";
  id = "";
  hidden = false;
  open = false;
  checked = true;
  value = "all";
  #text = "";

  constructor(readonly tag: string) {}

  get textContent(): string {
    return this.#text + this.children.map((child) => child.textContent).join(" ");
  }
  set textContent(text: string) {
    this.#text = text;
  }
  get childElementCount(): number {
    return this.children.length;
  }
  get lastElementChild(): FakeElement | undefined {
    return this.children.at(-1);
  }
  append(...added: FakeElement[]): void {
    this.children.push(...this.#adopt(added));
  }
  prepend(...added: FakeElement[]): void {
    this.children.unshift(...this.#adopt(added));
  }
  replaceChildren(...added: FakeElement[]): void {
    this.children.splice(0, this.children.length, ...this.#adopt(added));
  }
  remove(): void {
    this.parent?.children.splice(this.parent.children.indexOf(this), 1);
  }
  setAttribute(name: string, value: string): void {
    this.attributes[name] = value;
  }
  addEventListener(type: string, listener: () => void): void {
    this.listeners[type] = listener;
  }
  createTHead(): FakeElement {
    return this.#grow("thead");
  }
  createTBody(): FakeElement {
    return this.#grow("tbody");
  }
  insertRow(): FakeElement {
    return this.#grow("tr");
  }
  contains(): boolean {
    return false;
  }
  /** Every element below this one with that tag. */
  all(tag: string): FakeElement[] {
    return this.children.flatMap((child) => [...(child.tag === tag ? [child] : []), ...child.all(tag)]);
  }

  #grow(tag: string): FakeElement {
    const grown = new FakeElement(tag);
    this.append(grown);
    return grown;
  }
  #adopt(added: FakeElement[]): FakeElement[] {
    for (const one of added) one.parent = this;
    return added;
  }
}

/** A document with an element for every id that is asked for. */
export function createFakeDocument() {
  const byId = new Map<string, FakeElement>();
  const getElementById = (id: string): FakeElement => {
    const found = byId.get(id) ?? new FakeElement("div");
    byId.set(id, found);
    return found;
  };
  return { getElementById, createElement: (tag: string) => new FakeElement(tag), activeElement: undefined };
}
