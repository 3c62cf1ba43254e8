/** Languages in Latin script told apart on short lines; English with guests stays English. */
import { describe, expect, it } from 'vitest';
import { soundLines } from '../../../bench/lib/sound/sound-lines.ts';
import { pickLatinLanguage } from '../../../main/conversation/latin-language.ts';
import { englishLines } from '../../fixtures/spoken-lines.ts';

const lines: Readonly<Record<string, readonly string[]>> = {
  de: ['Guten Abend, liebe Zuschauer.', 'Das kostet nur neun Euro.', 'Vielen Dank!', 'Wie geht es euch?', 'Der Versand ist kostenlos.'],
  fr: ['Bonjour à tous', 'Merci beaucoup', 'Combien ça coûte ?', 'Le thé est très bon.', 'Je vous aime', 'On y va', "L'envoi est gratuit"],
  es: ['Hola a todos', '¿Cuánto cuesta?', 'Muchas gracias', 'El té es muy bueno', 'Buenas noches amigos', 'Dos por uno'],
  it: ['Ciao a tutti', 'Quanto costa?', 'Grazie mille', 'Il tè è molto buono', 'Buonasera amici'],
  pt: ['Olá a todos', 'Muito obrigado', 'O chá é muito bom', 'O frete é grátis', 'Boa noite amigos'],
  nl: ['Hallo allemaal', 'Hoeveel kost dat?', 'De thee is erg lekker', 'De verzending is gratis'],
  sv: ['Hej allihopa', 'Tack så mycket', 'Teet är mycket gott'],
  da: ['Hej alle sammen', 'Hvor meget koster det?', 'Mange tak'],
  fi: ['Hei kaikki', 'Paljonko tämä maksaa?', 'Kiitos paljon'],
  cs: ['Ahoj všichni', 'Kolik to stojí?', 'Děkuji moc'],
  pl: ['Cześć wszystkim', 'Ile to kosztuje?', 'Dziękuję bardzo'],
  hu: ['Sziasztok', 'Mennyibe kerül?', 'Köszönöm szépen'],
  ro: ['Bună tuturor', 'Cât costă?'],
  tr: ['Herkese merhaba', 'Bu ne kadar?', 'Çok teşekkür ederim'],
  vi: ['Xin chào các bạn', 'Cái này bao nhiêu tiền?', 'Cảm ơn rất nhiều'],
  id: ['Halo semuanya', 'Berapa harganya?', 'Terima kasih banyak'],
};

describe.each(Object.entries(lines))('%s', (lang, examples) => {
  it.each(examples)('%s', (text) => expect(pickLatinLanguage(text, 'en')).toBe(lang));
});

describe('English', () => {
  it.each([
    'No problem, Mario!',
    'A la carte menu',
    'Hi Jose',
    'Salon de the',
    'Piano solo',
    'Matcha latte',
    'Super soft cotton hoodie',
    'Hang on',
    'Ramen noodles',
    'Bravo!',
    'The café is naïve',
    'OK',
    ...englishLines.map(([written]) => written),
    ...soundLines.en,
  ])('%s', (text) => expect(pickLatinLanguage(text, 'en')).toBe('en'));
});

it('keeps the language of the turn where nothing speaks against it, and leaves it where something does', () => {
  expect(pickLatinLanguage('Vamos a empezar', 'es')).toBe('es');
  expect(pickLatinLanguage('OK!', 'de')).toBe('de');
  expect(pickLatinLanguage('Thank you so much for the gift', 'de')).toBe('en');
  expect(pickLatinLanguage('', 'fr')).toBe('fr');
});

it('is done soon with a long text', () => expect(pickLatinLanguage('la casa de mi amigo '.repeat(1000), 'en')).toBe('es'));
