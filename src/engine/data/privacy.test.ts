import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { promptAnswer, type Example } from './example.ts';
import { maskExample, maskPrivate, passesLuhn } from './privacy.ts';

const key = (head: string, length: number) =>
	head + 'a1B2c3D4'.repeat(length / 8 + 1).slice(0, length);

describe('masking', () => {
	it.each([
		['Write to jane.doe+x@mail.example.co.uk, please.', 'Write to <mail>, please.'],
		['müller@büro.de', '<mail>'],
		['4111 1111 1111 1111', '<card>'],
		['4111111111111111.', '<card>.'],
		['Amex 3782-822463-10005', 'Amex <card>'],
		['5500-0000-0000-0004', '<card>'],
		['call +1 (555) 123-4567 today', 'call <phone> today'],
		['+49 30 1234567', '<phone>'],
		['+4915112345678', '<phone>'],
		['(555) 123-4567', '<phone>'],
		['555-123-4567.', '<phone>.'],
		['1-800-555-0199', '<phone>'],
		['030 1234567', '<phone>'],
		['0171-123 4567', '<phone>'],
		['06 12 34 56 78', '<phone>'],
		['Tel. 123 4567', 'Tel. <phone>'],
		['My phone number is 5551234567', 'My phone number is <phone>'],
		['AKIAIOSFODNN7EXAMPLE', '<key>'],
		[key('sk-', 48), '<key>'],
		[key('sk-proj-', 48), '<key>'],
		[key('ghp_', 36), '<key>'],
		[key('github_pat_', 82), '<key>'],
		[key('hf_', 34), '<key>'],
		[key('AIza', 35), '<key>'],
		[`${key('eyJ', 40)}.${key('eyJ', 60)}.${key('', 40)}`, '<key>'],
		[`Authorization: Bearer ${key('', 40)}`, 'Authorization: Bearer <key>'],
		['api_key = "9f86d081884c7d659a2feaa0c55ad015"', 'api_key = "<key>"'],
		['{"secret": "correct4horse5battery6staple7"}', '{"secret": "<key>"}'],
		[
			'x\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc=\n-----END RSA PRIVATE KEY-----\ny',
			'x\n<key>\ny',
		],
	])('%s', (text, expected) => {
		expect(maskPrivate(text).text).toBe(expected);
	});

	it.each([
		'123456789 * 2',
		'<<48/2=24>>24 and 1000000000 + 2345678901 = 3345678901',
		'4111111111111111 * 2 =',
		'555-123-4567 = -4135',
		'100-50-30-15 = 5',
		'x = 5551234567',
		'5 +49301234567',
		'1700000000000',
		'2024-01-15, 15.01.2024, 12/05/2023, 2019-2020',
		'ISBN 978-3-16-148410-0, ISBN 0-306-40615-2, 9783161484100',
		'3.14159265358979 and $1,234,567.89 and 0.123 456 789',
		'192.168.100.200',
		'1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12',
		'cell 3 4 5 6 7 8 9 10',
		'phone 7 costs 1000 dollars',
		'4111 1111 1111 1112',
		'@app.route("/x") and a@b',
		'token = tokenizer_encode_all_words and key = get_my_long_key_name_1234(x)',
		'sk-learn-is-a-library-of-python',
	])('leaves %s', (text) => {
		expect(maskPrivate(text)).toEqual({ text, counts: { mail: 0, phone: 0, card: 0, key: 0 } });
	});

	it('counts each kind, over all messages of an example', () => {
		const counts = { mail: 1, phone: 0, card: 0, key: 0 };
		const example = promptAnswer('a@b.org or c@d.org, +49 30 1234567', 'AKIAIOSFODNN7EXAMPLE');
		expect(maskExample(example, counts)).toEqual(
			promptAnswer('<mail> or <mail>, <phone>', '<key>'),
		);
		expect(counts).toEqual({ mail: 3, phone: 1, card: 0, key: 1 });
	});

	it('does not mask sums of any numbers', () =>
		fc.assert(
			fc.property(
				fc.maxSafeNat(),
				fc.maxSafeNat(),
				fc.constantFrom('+', '-', '*', '/', ' + ', ' * ', ' / ', ' x '),
				(a, b, sign) => {
					const text = `${a}${sign}${b} = ${BigInt(a) + BigInt(b)}`;
					expect(maskPrivate(text).text).toBe(text);
				},
			),
			{ seed: 20260107, numRuns: 500 },
		));

	it('takes linear time for any text', () => {
		for (const unit of [
			'a',
			'1',
			'1 ',
			'a.',
			'+1',
			'key=',
			'eyJa',
			'a@',
			'a@a.',
			'(',
			'1-',
			'tel ',
		]) {
			const start = process.cpuUsage();
			maskPrivate(unit.repeat(200_000 / unit.length));
			expect(process.cpuUsage(start).user / 1000, `time for "${unit}"`).toBeLessThan(2000);
		}
	});
});

describe("Luhn's check", () => {
	it('passes the issuers’ test numbers and fails when one digit changes', () => {
		for (const digits of ['4111111111111111', '378282246310005', '6011111111111117']) {
			expect(passesLuhn(digits)).toBe(true);
			for (let i = 0; i < digits.length; i++) {
				const changed = (Number(digits[i]) + 1) % 10;
				expect(passesLuhn(digits.slice(0, i) + changed + digits.slice(i + 1))).toBe(false);
			}
		}
	});
});

test('calls of tools and thoughts are masked too', () => {
	const counts = { mail: 0, phone: 0, card: 0, key: 0 };
	const calls = (mail: string) => [{ function: { name: 'send', arguments: { to: [mail, 1] } } }];
	const answer = { role: 'assistant', content: '' } as const;
	const thoughts = 'To a@b.org.';
	const example: Example = {
		messages: [{ ...answer, tool_calls: calls('a@b.org'), reasoning_content: thoughts }],
	};
	expect(maskExample(example, counts).messages).toEqual([
		{ ...answer, tool_calls: calls('<mail>'), reasoning_content: 'To <mail>.' },
	]);
	expect(counts.mail).toBe(2);
});
