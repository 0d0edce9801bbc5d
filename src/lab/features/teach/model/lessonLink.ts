/**
 * A lesson as the fragment of a link: its text, deflated, or the address of its file, and whether
 * each visitor trains with another seed.
 */
import { InputError } from '#engine/core/errors.ts';
import { decodeText } from '#engine/core/file.ts';
import { say } from '#engine/core/message.ts';
import { broken, packText, unpackText } from '#lab/run/linkBytes.ts';
import { eachSeed, lessonFragment, lessonPrefix } from '#lab/run/linkText.ts';

/** Frequent parts of lessons. It never changes, or old links become unreadable. */
const dictionary = new TextEncoder().encode(
	'---\nlesson: 1\ntitle: \nquestion: \nminutes: 3\nexperiment:\n  policy: uniform\n' +
		"  train: []\n---\n\n## \n\n```step\ntrain: end\nkeep:\n  before: exact('')\nask: \n" +
		"choices:\n  - : { op: '>', value: , plus: -0.1 }\n  - : { op: <=, value: , times: 0.5 }\n" +
		'answer: true\n```\n',
);

/** `hasOwnSeeds`: each visitor trains with another seed. */
export const lessonLink = (text: string, hasOwnSeeds = false): string =>
	lessonPrefix.text + packText(text, dictionary) + (hasOwnSeeds ? eachSeed : '');
/** `address`: the id of a shipped lesson, or the address of a file. */
export const addressLink = (address: string, hasOwnSeeds = false): string =>
	lessonPrefix.address + encodeURI(address) + (hasOwnSeeds ? eachSeed : '');
export const hasOwnSeeds = (fragment: string): boolean =>
	lessonFragment(fragment)?.includes(eachSeed) ?? false;

export interface LinkedLesson {
	readonly file: string;
	readonly text: string;
	/** Missing: the link has the text. */
	readonly address?: string;
}
/** The text of the lesson, and where its file is. `base`: the page's address. Throws InputError. */
export async function readLessonLink(
	fragment: string,
	base: string,
	load: (url: URL) => Promise<Response> = fetch,
): Promise<LinkedLesson> {
	const plain = lessonFragment(fragment) ?? '';
	if (plain.startsWith(lessonPrefix.text)) {
		const packed = plain.slice(lessonPrefix.text.length);
		const text = unpackText(packed, lessonPrefix.text, dictionary);
		return { file: 'lesson.md', text };
	}
	const address = lessonAddress(fragment);
	const url = readAddress(address, base);
	if (url.origin !== new URL(base).origin)
		throw new InputError(
			say(
				'The lesson {address} is on another site. Put its file beside this page, or share it as a link that the page makes.',
				{ address },
			),
		);
	const reply = await load(url);
	if (!reply.ok)
		throw new InputError(
			say('The file {address} cannot be read ({status}). Check its address.', {
				address,
				status: reply.status,
			}),
		);
	const file = url.pathname.split('/').at(-1) ?? address;
	return { file, text: decodeText(new Uint8Array(await reply.arrayBuffer()), file), address };
}

/** The id of a shipped lesson, or the address of a file, in `#lesson=…`. */
export const lessonAddress = (fragment: string): string =>
	(lessonFragment(fragment) ?? '').slice(lessonPrefix.address.length).replace(/&seeds=each$/, '');

function readAddress(address: string, base: string): URL {
	// An escape that is left was cut off.
	if (address === '' || address.includes('%') || !URL.canParse(address, base))
		throw broken(say('it was cut off or altered on its way. Copy the whole link again'));
	return new URL(address, base);
}
