import { expect, it } from 'vitest';
import { failure } from '../../../../../../tests/support/failure.ts';
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
	['https://huggingface.co/owner/name/tree/refs%2Fpr%2F1', hub, 'owner/name', 'refs/pr/1'],
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
	['owner/name', hub, 'owner/name', 'main'],
	['datasets/owner/name@v2', hub, 'owner/name', 'v2'],
	['https://huggingface.co/datasets/owner/name', hub, 'owner/name', 'main'],
	['huggingface.co/datasets/squad', hub, 'squad', 'main'],
	['https://huggingface.co/datasets/owner/name/viewer/default/train', hub, 'owner/name', 'main'],
	['https://huggingface.co/datasets/owner/name/viewer?row=7#top', hub, 'owner/name', 'main'],
	['https://huggingface.co/datasets/owner/name/tree/v2', hub, 'owner/name', 'v2'],
	['http://127.0.0.1:80/hf/datasets/owner/name', 'http://127.0.0.1/hf', 'owner/name', 'main'],
])('%s is a data set on a hub', (typed, address, name, revision) => {
	expect(parseAddress(typed, 'data')).toEqual({ hub: address, name, revision });
});

it.each([
	[
		'a/b/c',
		failure('“{typed}” is not the name of a {kind, select, data {data set} other {model}}', {
			kind: 'data',
		}),
	],
	[
		'https://huggingface.co/spaces/owner/name',
		failure('it names {other}, not a {kind, select, data {data set} other {model}}', {
			other: 'spaces',
			kind: 'data',
		}),
	],
])('%s is refused as a data set', (typed, message) => {
	expect(() => parseAddress(typed, 'data')).toThrow(message);
});

it.each([
	['', failure('“{typed}” is not the name of a {kind, select, data {data set} other {model}}')],
	[
		'a/b/c',
		failure('“{typed}” is not the name of a {kind, select, data {data set} other {model}}'),
	],
	[
		'owner/na me',
		failure('“{typed}” is not the name of a {kind, select, data {data set} other {model}}'),
	],
	['owner/name@', null],
	[
		'owner/name@a b',
		failure('“{typed}” is not the name of a {kind, select, data {data set} other {model}}'),
	],
	['https://', failure('“{value}” is not an address', { field: 'address' })],
	[
		'ftp://hub.example/owner/name',
		failure('it starts with {protocol}//; only this machine may be asked without https', {
			protocol: 'ftp:',
		}),
	],
	[
		'http://hub.example/owner/name',
		failure('it starts with {protocol}//; only this machine may be asked without https'),
	],
	['https://me:secret@hub.example/owner/name', failure('it has a password, a “?” or a “#”')],
	['https://hub.example/owner/name?token=1', failure('it has a password, a “?” or a “#”')],
	['https://[::1]/owner/name', failure("it has an IPv6 number, which a page's policy cannot name")],
	[
		'https://huggingface.co/datasets/owner/name',
		failure('it names {other}, not a {kind, select, data {data set} other {model}}', {
			other: 'datasets',
			kind: 'model',
		}),
	],
])('%s is refused', (typed, message) => {
	if (message === null) expect(parseAddress(typed).revision).toBe('main');
	else {
		expect(() => parseAddress(typed)).toThrow(InputError);
		expect(() => parseAddress(typed)).toThrow(message);
		expect(() => parseAddress(typed)).toThrow(
			failure(
				"{what}. Type owner/name, owner/name@revision or the address of the {kind, select, data {data set} other {model}}'s page.",
			),
		);
	}
});
