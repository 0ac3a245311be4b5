/**
 * How easily the prose of a page is read: Flesch's formula (https://en.wikipedia.org/wiki/Flesch%E2%80%93Kincaid_readability_tests), where 60 to 70 is plain English and
 * 80 to 90 easy. What is no sentence is left out: code blocks, tables, headings and pictures. A word in code counts as one short word.
 */
export interface Readability {
  readonly sentences: string[];
  readonly words: number;
  readonly wordsInSentence: number;
  readonly ease: number;
}

/** The pages that people decide by. The others have tables in the place of sentences. */
export const READ_ALOUD = ['README.md', 'docs/getting-started.md', 'docs/security.md', 'docs/operations.md'];

/** A longer sentence is read twice. */
export const MOST_WORDS = 40;

export function readability(page: string): Readability {
  const sentences = sentencesOf(page);
  const words = sentences.flatMap(sentence => sentence.split(' ')).filter(word => /[A-Za-z]/.test(word));
  const wordsInSentence = words.length / sentences.length;
  const syllablesInWord = words.reduce((sum, word) => sum + syllables(word), 0) / words.length;
  return { sentences, words: words.length, wordsInSentence, ease: 206.835 - 1.015 * wordsInSentence - 84.6 * syllablesInWord };
}

export function tooLong(page: string): string[] {
  return sentencesOf(page).filter(sentence => sentence.split(' ').length > MOST_WORDS);
}

function sentencesOf(page: string): string[] {
  const paragraphs = prose(page).split(/\n\s*\n|\n(?=\s*[-\d]+[.)]? )/).map(paragraph => paragraph.replace(/\s+/g, ' ').trim());
  return paragraphs.flatMap(paragraph => paragraph.split(/(?<=[.!?])\s+/)).filter(sentence => /[a-z]/.test(sentence));
}

function prose(page: string): string {
  return page
    .replace(/```[^]*?```/g, '')
    .replace(/^(?:\||#).*$/gm, '')
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/`[^`]*`/g, 'code')
    .replace(/[*_>]/g, '');
}

/** Groups of vowels, without a silent `e` at the end. */
function syllables(word: string): number {
  const letters = word.toLowerCase().replace(/[^a-z]/g, '');
  const groups = letters.match(/[aeiouy]+/g)?.length ?? 0;
  return Math.max(1, letters.endsWith('e') && !letters.endsWith('le') && groups > 1 ? groups - 1 : groups);
}
