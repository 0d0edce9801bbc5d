/** Links: the golden ones, changed in their characters or in their content. */
import links from '../../../golden/links.json' with { type: 'json' };
import { canonicalJson, type Json } from '#engine/core/json.ts';
import { dictionary3, encodeLink, readLink } from '#lab/run/link.ts';
import { packText, unpackText } from '#lab/run/linkBytes.ts';
import type { Chance } from '../chance.ts';
import { mutatedJson, mutatedText } from '../mutate.ts';
import { defineTarget, demand, demandFinite } from '../target.ts';
import { jsonText } from '../values.ts';

const contents = links.map(({ link }) => {
	const json = unpackText(link.slice(2), '3.', dictionary3);
	return { link, content: JSON.parse(json) as Json };
});

function makeLink(chance: Chance): string {
	const { link, content } = chance.one(contents);
	if (chance.is(0.15)) return mutatedText(link, chance);
	const text = jsonText(mutatedJson(content, chance));
	const changed = chance.is(0.1) ? mutatedText(text, chance) : text;
	return `${chance.is(0.3) ? '#' : ''}3.${packText(changed, dictionary3)}`;
}

function open(link: string): void {
	const content = readLink(link);
	demandFinite(content, 'The experiment');
	const { experiment, ...extras } = content;
	const again = readLink(encodeLink(experiment, extras));
	demand(canonicalJson(again) === canonicalJson(content), 'Its own link has another content.');
}

export const linkTarget = defineTarget<string>({
	name: 'links',
	make: makeLink,
	open,
	names: (_link, { message, data }) => {
		const { field } = data;
		return message.includes('The link') || (typeof field === 'string' && message.includes(field));
	},
	show: (link) => link,
});
