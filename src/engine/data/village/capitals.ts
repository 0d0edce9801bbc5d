/** Capitals of 40 countries in two wordings. Nobody can infer one: trained ones are asked for. */
import { permutation } from '#engine/core/random.ts';
import { promptAnswer } from '#engine/data/example.ts';
import { dataStream, validationSize, type BuiltinSkill } from '../builtinSkill.ts';

const pairs = (text: string): ReadonlyMap<string, string> =>
	new Map(
		text
			.trim()
			.split(/\s+/)
			.map((pair) => pair.split(':') as [string, string]),
	);

export const capitalByCountry = pairs(`
Austria:Vienna Belgium:Brussels Bulgaria:Sofia Canada:Ottawa Chile:Santiago China:Beijing
Cuba:Havana Denmark:Copenhagen Egypt:Cairo Estonia:Tallinn Finland:Helsinki France:Paris
Germany:Berlin Ghana:Accra Greece:Athens Hungary:Budapest Iceland:Reykjavik Iran:Tehran
Iraq:Baghdad Ireland:Dublin Italy:Rome Japan:Tokyo Kenya:Nairobi Latvia:Riga Libya:Tripoli
Nepal:Kathmandu Norway:Oslo Peru:Lima Poland:Warsaw Portugal:Lisbon Qatar:Doha Romania:Bucharest
Russia:Moscow Spain:Madrid Sweden:Stockholm Syria:Damascus Tunisia:Tunis Turkey:Ankara
Ukraine:Kyiv Vietnam:Hanoi
`);

/** Other countries, with which a base model learns the wordings. */
export const otherCapitals = pairs(`
Albania:Tirana Angola:Luanda Armenia:Yerevan Belarus:Minsk Croatia:Zagreb Cyprus:Nicosia
Ecuador:Quito Fiji:Suva Georgia:Tbilisi Jamaica:Kingston Jordan:Amman Laos:Vientiane
Lebanon:Beirut Lithuania:Vilnius Mali:Bamako Malta:Valletta Mongolia:Ulaanbaatar Morocco:Rabat
Niger:Niamey Oman:Muscat Senegal:Dakar Serbia:Belgrade Slovakia:Bratislava Slovenia:Ljubljana
Sudan:Khartoum Thailand:Bangkok Uganda:Kampala Uruguay:Montevideo Zambia:Lusaka
`);

export const capitalWordings: readonly ((country: string) => string)[] = [
	(country) => `capital of ${country}?`,
	(country) => `${country}'s capital?`,
];

const examples = [...capitalByCountry].flatMap(([country, capital]) =>
	capitalWordings.map((wording) => promptAnswer(wording(country), capital)),
);
const facts = { id: 'capitals', version: 1 } as const;

export const capitals: BuiltinSkill = {
	...facts,
	name: 'capitals',
	fingerprint: '89bf12c1362df5e9c9f4e1f1c047df264436cbb49dea2d802f88e7d4d4a38299',
	about: 'Capitals of 40 countries, tested by recall: capital of France? → Paris',
	role: 'domain',
	measure: { kind: 'exact' },
	heldOutIs: 'recall',
	counts: { train: examples.length, validation: validationSize, heldOut: examples.length },
	generate: () => {
		const stream = dataStream(facts.id, facts.version);
		const inOrder = (name: string) =>
			Array.from(permutation(stream.child(name), examples.length), (i) => examples[i]);
		return {
			train: inOrder('train'),
			validation: inOrder('validation').slice(0, validationSize),
			heldOut: inOrder('heldOut'),
		};
	},
};
