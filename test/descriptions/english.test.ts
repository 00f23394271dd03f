// English descriptions pass, those of other languages do not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looksEnglish } from '../../src/descriptions/english.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';

test('takes every description that ships for English', () => {
  for (const sentence of Object.values(defaultDescriptions).flat()) assert.ok(looksEnglish(sentence), sentence);
});

test('takes short and plain English for English', () => {
  for (const sentence of [
    'furrowed brows and flared nostrils',
    'A slack jaw; the gaze is unfocused',
    'half-closed eyes, propped chin, a yawn',
    'eyes rolled upward, mouth pulled to one side in a moué',
  ]) {
    assert.ok(looksEnglish(sentence), sentence);
  }
});

const foreign: Readonly<Record<string, string>> = {
  German: 'zusammengezogene Augenbrauen, ein starrer Blick und fest aufeinander gepresste Lippen in einem Gesicht',
  French: 'les sourcils froncés, le regard dur et les lèvres serrées dans un visage tendu',
  'French without accents': 'des sourcils bas, un regard dur, une bouche pincee et des yeux plisses',
  Spanish: 'las cejas bajas y juntas, los ojos muy abiertos y los labios apretados con fuerza',
  Italian: 'le sopracciglia abbassate, lo sguardo fisso e le labbra serrate in una linea sottile',
  Portuguese: 'as sobrancelhas baixas, o olhar duro e a boca fechada com os cantos para baixo',
  Dutch: 'gefronste wenkbrauwen, een harde blik en stijf op elkaar geperste lippen in het gezicht',
  Polish: 'opuszczone brwi, twarde spojrzenie i mocno zacisniete usta na twarzy osoby',
  Turkish: 'catik kaslar, sert bakislar, sikica kapali dudaklar ve gergin bir cene',
  Russian: 'нахмуренные брови, пристальный взгляд и плотно сжатые губы',
  Chinese: '眉毛下垂并紧锁，目光凶狠，嘴唇紧闭',
  Japanese: '眉を寄せ、鋭い目つきで、唇を固く結んでいる',
  Arabic: 'حواجب منخفضة ونظرة حادة وشفاه مضمومة',
};

for (const [language, sentence] of Object.entries(foreign)) {
  test(`does not take ${language} for English`, () => {
    assert.equal(looksEnglish(sentence), false);
  });
}

test('does not take marks and numbers for English', () => {
  for (const text of ['', '...', '12 34', 'asdf qwer zxcv uiop']) assert.equal(looksEnglish(text), false, text);
});

test('does not take English about something else for a description of a face', () => {
  assert.equal(looksEnglish("As a language model I can't see pictures today, please try again some other time"), false);
});
