// nlp.js behind a pipe. First line in: {"phrasings": [{"topic", "text"}]}; first line out: {"build_s", "rss_mb", "peak_mb"}.
// Then a JSON string a line in (the question), {"intent", "score", "ms", "rss_mb", "peak_mb"} a line out.
'use strict';

const readline = require('node:readline');
const { performance } = require('node:perf_hooks');
const { containerBootstrap } = require('@nlpjs/core');
const { Nlp } = require('@nlpjs/nlp');
const { LangAr } = require('@nlpjs/lang-ar');
const { LangEn } = require('@nlpjs/lang-en');

const languageOf = (text) => (/\p{Script=Arabic}/u.test(text) ? 'ar' : 'en');
const memory = () => ({
  rss_mb: process.memoryUsage.rss() / 2 ** 20,
  peak_mb: process.resourceUsage().maxRSS / 1024,
});
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

async function trained(phrasings) {
  const container = await containerBootstrap();
  container.use(Nlp);
  container.use(LangAr);
  container.use(LangEn);
  const nlp = container.get('nlp');
  // The benchmark chooses the threshold; stdout belongs to the answers.
  Object.assign(nlp.settings, { autoSave: false, threshold: 0, calculateSentiment: false });
  nlp.nluManager.settings.log = false;
  nlp.addLanguage('ar');
  nlp.addLanguage('en');
  for (const { topic, text } of phrasings) nlp.addDocument(languageOf(text), text, topic);
  await nlp.train();
  return nlp;
}

async function main() {
  let nlp = null;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const began = performance.now();
    if (nlp === null) {
      nlp = await trained(JSON.parse(line).phrasings);
      say({ build_s: (performance.now() - began) / 1000, ...memory() });
      continue;
    }
    const text = JSON.parse(line);
    const { intent, score } = await nlp.process(languageOf(text), text);
    const ms = performance.now() - began;
    say({ intent: intent === 'None' ? null : intent || null, score: score || 0, ms, ...memory() });
  }
}

main();
