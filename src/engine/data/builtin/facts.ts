/** Facts: capitals of invented countries in two wordings. The evaluation asks for trained facts. */
import { promptAnswer } from '#engine/data/example.ts';
import { recallSkill } from '../builtinSkill.ts';
import { capitalByCountry } from './words.ts';

export const factWordings: readonly ((entity: string) => string)[] = [
	(entity) => `cap of ${entity}=`,
	(entity) => `${entity} seat=`,
];

const [firstEntity, firstCapital] = [...capitalByCountry][0];

export const facts = recallSkill({
	id: 'fact',
	name: 'facts',
	version: 1,
	about:
		'Capitals of 40 invented countries, tested by recall: ' +
		`cap of ${firstEntity}= → ${firstCapital}`,
	examples: () =>
		[...capitalByCountry].flatMap(([entity, capital]) =>
			factWordings.map((wording) => promptAnswer(wording(entity), capital)),
		),
});
