/** Facts: capitals of invented countries in two wordings. The evaluation asks for trained facts. */
import { permutation } from '#engine/core/random.ts';
import { promptAnswer } from '#engine/data/example.ts';
import { dataStream, type BuiltinSkill } from '../builtinSkill.ts';
import { capitalByCountry } from './words.ts';

export const factWordings: readonly ((entity: string) => string)[] = [
	(entity) => `cap of ${entity}=`,
	(entity) => `${entity} seat=`,
];

const [firstEntity, firstCapital] = [...capitalByCountry][0];

export const facts: BuiltinSkill = {
	id: 'fact',
	name: 'facts',
	role: 'domain',
	version: 1,
	about:
		'Capitals of 40 invented countries, tested by recall: ' +
		`cap of ${firstEntity}= → ${firstCapital}`,
	scorer: 'exact',
	heldOutIs: 'recall',
	generate: () => {
		const all = [...capitalByCountry].flatMap(([entity, capital]) =>
			factWordings.map((wording) => promptAnswer(wording(entity), capital)),
		);
		const stream = dataStream(facts.id, facts.version);
		const inOrder = (name: string) =>
			Array.from(permutation(stream.child(name), all.length), (i) => all[i]);
		return {
			train: inOrder('train'),
			validation: inOrder('validation').slice(0, 64),
			heldOut: inOrder('heldOut'),
		};
	},
};
