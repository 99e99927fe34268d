/** The texts for `{{name}}` and `{{name argument}}` in a template. */
export type Fillings = Readonly<Record<string, (argument: string) => string>>;

/** The template with every `{{…}}` filled in. Throws for an unknown name. Pure. */
export function fillTemplate(template: string, fillings: Fillings): string {
  return template.replace(/\{\{(\w+)(?: ([^{}]+))?\}\}/g, (whole, name: string, argument: string | undefined) => {
    const filling = Object.hasOwn(fillings, name) ? fillings[name] : undefined;
    if (filling === undefined)
      throw new Error(`A template uses ${whole}; known are ${Object.keys(fillings).join(", ")}.`);
    return filling(argument ?? "");
  });
}
