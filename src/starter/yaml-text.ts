const plainName = /^[A-Za-z][\w.-]*$/;
const otherMeaning = /^(?:true|false|null)$/i;
/** What JSON leaves as it is, and nobody sees in a file. */
const unseen = /[\u007f-\u009f\p{Zl}\p{Zp}\p{Cf}\p{Default_Ignorable_Code_Point}\u{fff9}-\u{fffb}\ufffe\uffff]/gu;

/** A text in double quotes: JSON, which YAML reads alike, with whatever cannot be seen escaped. */
export function yamlText(text: string): string {
  return JSON.stringify(text).replace(unseen, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}

/** A name without quotes where YAML takes it as text. */
export function yamlName(name: string): string {
  return plainName.test(name) && !otherMeaning.test(name) ? name : yamlText(name);
}
