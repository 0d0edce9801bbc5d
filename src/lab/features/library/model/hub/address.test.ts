import { expect, it } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { parseAddress } from './address.ts';

const hub = 'https://huggingface.co';

it.each([
	['gpt2', hub, 'gpt2', 'main'],
	[' HuggingFaceTB/SmolLM2-135M ', hub, 'HuggingFaceTB/SmolLM2-135M', 'main'],
	['owner/name@v1.0', hub, 'owner/name', 'v1.0'],
	['owner/name@refs/pr/1', hub, 'owner/name', 'refs/pr/1'],
	['huggingface.co/owner/name', hub, 'owner/name', 'main'],
	['https://huggingface.co/owner/name/', hub, 'owner/name', 'main'],
	['https://www.huggingface.co/owner/name/tree/v2', hub, 'owner/name', 'v2'],
	['https://hf.co/owner/name/blob/main/config.json', hub, 'owner/name', 'main'],
	['https://huggingface.co/gpt2', hub, 'gpt2', 'main'],
	['https://school.example/owner/name@dev', 'https://school.example', 'owner/name', 'dev'],
	['https://school.example/hf/owner/name', 'https://school.example/hf', 'owner/name', 'main'],
	['http://localhost:8080/owner/name', 'http://localhost:8080', 'owner/name', 'main'],
	['http://127.0.0.1:8080/owner/name', 'http://127.0.0.1:8080', 'owner/name', 'main'],
])('%s is a model on a hub', (typed, address, name, revision) => {
	expect(parseAddress(typed)).toEqual({ hub: address, name, revision });
});

it.each([
	['', /no name of a model/],
	['a/b/c', /no name of a model/],
	['owner/na me', /no name of a model/],
	['owner/name@', null],
	['owner/name@a b', /no name of a model/],
	['../name', /dots only/],
	['owner/name@../x', /dots only/],
	['https://', /no address/],
	['ftp://hub.example/owner/name', /ftp:/],
	['http://hub.example/owner/name', /without https/],
	['https://me:secret@hub.example/owner/name', /password/],
	['https://hub.example/owner/name?token=1', /“\?”/],
	['https://[::1]/owner/name', /IPv6/],
	['https://huggingface.co/datasets/owner/name', /datasets/],
])('%s is refused', (typed, message) => {
	if (message === null) expect(parseAddress(typed).revision).toBe('main');
	else {
		expect(() => parseAddress(typed)).toThrow(InputError);
		expect(() => parseAddress(typed)).toThrow(message);
		expect(() => parseAddress(typed)).toThrow(/Type owner\/name/);
	}
});
