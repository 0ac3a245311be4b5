/** Prints how easily pages are read, those given or those of the test, and each sentence that is too long. */
import { readFileSync } from 'fs';
import { join } from 'path';
import { readability, READ_ALOUD, tooLong } from './docs/readability';

const ROOT = join(__dirname, '..');
const given = process.argv.slice(2);

for (const page of given.length > 0 ? given : READ_ALOUD) {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const { ease, wordsInSentence, sentences } = readability(text);
  console.log(`${page}: reading ease ${ease.toFixed(1)}, ${wordsInSentence.toFixed(1)} words in a sentence, ${sentences.length} sentences`);
  tooLong(text).forEach(sentence => console.log(`  ${sentence.split(' ').length} words: ${sentence}`));
}
