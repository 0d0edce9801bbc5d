import { expect, it } from 'vitest';
import { siteFiles } from './siteFiles.ts';

const url = new URL('https://lab.example/models/base/model.safetensors');

/** A clock that a test moves on, and what the page was told. */
function site(reply: () => Promise<Response>) {
	let strike = () => {};
	const pause = (_: number, signal?: AbortSignal) =>
		new Promise<void>((resolve, reject) => {
			signal?.addEventListener('abort', () => reject(signal.reason as Error));
			strike = resolve;
		});
	const files = siteFiles(reply, pause);
	const said: (readonly string[])[] = [];
	files.watch((names) => said.push(names));
	const later = async () => {
		strike();
		await new Promise((resolve) => setTimeout(resolve));
	};
	return { files, said, later };
}

it('names a file whose answer does not come, until it comes', async () => {
	let answer!: (response: Response) => void;
	const { files, said, later } = site(() => new Promise((resolve) => (answer = resolve)));
	const response = files.fetch(url);
	await later();
	expect(said).toEqual([['base/model.safetensors']]);
	answer(new Response('weights'));
	expect(await (await response).text()).toBe('weights');
	expect(said).toEqual([['base/model.safetensors'], []]);
});

it('names a file whose body stops, and passes on its end', async () => {
	let body!: ReadableStreamDefaultController<Uint8Array>;
	const stream = new ReadableStream<Uint8Array>({
		start: (controller) => void (body = controller),
	});
	const { files, said, later } = site(async () => new Response(stream, { status: 206 }));
	const response = await files.fetch(url);
	expect(response.status).toBe(206);
	const text = response.text();
	body.enqueue(new TextEncoder().encode('half'));
	await later();
	await later();
	expect(said.at(-1)).toEqual(['base/model.safetensors']);
	body.error(new TypeError('network error'));
	await expect(text).rejects.toThrow('network error');
	expect(said.at(-1)).toEqual([]);
});

it('a file that comes at once is not named', async () => {
	const { files, said } = site(async () => new Response(null, { status: 404 }));
	expect((await files.fetch(url)).ok).toBe(false);
	expect(said).toEqual([]);
});
