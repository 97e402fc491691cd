import { isSpace } from "./white-space.ts";

/** Collects the words of an expansion: blanks in text separate, blanks in quoted or escaped text do not. */
export class WordCollector {
  private readonly words: string[] = [];
  private word = "";

  addText(text: string): void {
    for (const character of text) {
      if (!isSpace(character)) this.word += character;
      else if (this.word !== "") this.close();
    }
  }

  addRaw(text: string): void {
    this.word += text;
  }

  finish(): readonly string[] {
    if (this.word !== "") this.close();
    return this.words;
  }

  private close(): void {
    this.words.push(this.word);
    this.word = "";
  }
}
