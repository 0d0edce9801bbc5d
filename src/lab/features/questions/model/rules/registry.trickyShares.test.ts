/** Probes: shares and fractions, temperatures, and short answers with yes and no. null is open. */
import { expect, it } from 'vitest';
import { question } from '../question.test-support.ts';
import { scoreAnswer } from '../scoreAnswer.ts';
import type { Question } from '../types.ts';

const weights = { accuracy: 1 };
const asked = (prompt: string, reference: string): Question =>
	question({ prompt, reference, weights });
const chosen = (prompt: string, reference: string, wrong: readonly string[]): Question =>
	question({ prompt, reference, weights, rules: [{ rule: 'contains', wrong }] });

const filled = asked('Of 50,000 requests 40,000 were filled. What is the fill rate?', '80 %');
const bought = asked('What share of the visitors bought something?', '25 %');
const raised = asked('By how many percent did the ads raise the conversions?', '25 %');
const part = asked('Which fraction of 80 is 20?', '0.25');
const jacket = asked('A jacket of 80 euros is reduced by 15 percent. Its price now?', '68 euros');
const hours = asked('How many hours does it take?', '0.25 hours');
const frost = asked('At what temperature does water freeze?', '0 °C');
const summer = asked('How warm was it, in degrees Celsius?', '20 °C');
const american = asked('At how many degrees Fahrenheit does water freeze?', '32 °F');
const medicine = chosen('May I advertise medicine without a certificate?', 'No', ['Yes']);
const cheaper = chosen('Is a click cheaper than an order?', 'Yes', ['No']);
const shortest = chosen('Ben is taller than Carl. Who is shorter?', 'Carl', ['Ben']);

it.each<[Question, string, number | null]>([
	[filled, '40,000 of 50,000 = 80%', 1],
	[filled, '40,000 of 50,000, so 80 %', 1],
	[filled, '40,000 out of 50,000 is 80%.', 1],
	[filled, 'four fifths', 1],
	[filled, '50,000 of 40,000 = 80 %', null],
	[filled, '40,000 of 50,000 = 8 %', null],
	[filled, '40,000 of 50,000', null],
	[filled, '40,000 of 50,000 are filled.', null],
	[filled, '40,000 of 80 %', null],
	[filled, '80 % of 50,000', null],
	[filled, '80 dollars', 0],
	[jacket, '85 % of 80 = 68 euros', 1],
	[jacket, '15 % of 80 = 12 euros', 0],
	[bought, 'A quarter', 1],
	[bought, 'One quarter.', 1],
	[bought, '1/4', 1],
	[bought, 'a quarter of the visitors', 1],
	[bought, 'A fifth.', 0],
	[bought, 'Three quarters.', 0],
	[bought, 'A third', null],
	[bought, 'Minus a quarter.', null],
	[bought, 'Not a quarter.', null],
	[bought, 'The first quarter.', null],
	[bought, 'a quarter less', null],
	[bought, 'a quarter or a fifth', null],
	[bought, 'a quarter of the sellers', null],
	[bought, 'a quarter dollar', null],
	[part, 'A quarter', 1],
	[part, '20/80', 1],
	[part, '1/5', 0],
	[part, 'a quarter of 20', null],
	[raised, 'By a quarter.', 1],
	[raised, 'To a quarter.', null],
	[raised, 'To 25 %.', null],
	[raised, 'From 25 %.', null],
	[raised, 'a quarter of a percent', null],
	[hours, 'a quarter of an hour', null],
	[frost, '0 °C', 1],
	[frost, '0 ℃', 1],
	[frost, 'Zero degrees Celsius.', 1],
	[frost, '32 °F', 1],
	[frost, '0 °F', 0],
	[frost, '0 kg', 0],
	[frost, '100 °C', 0],
	[frost, '0 degrees', null],
	[frost, '273.15 K', null],
	[frost, 'below 0 °C', null],
	[frost, '0 °C, 10 °C', null],
	[summer, '20', 1],
	[summer, '-20 °C', null],
	[american, '0 °C', 1],
	[american, '32 °C', 0],
	[medicine, 'No, never.', 1],
	[medicine, 'No, you can’t.', 1],
	[medicine, 'No, it is not.', 1],
	[medicine, 'No, certainly not!', 1],
	[medicine, 'Yes, of course!', 0],
	[medicine, 'No? Never!', null],
	[medicine, 'No, it is.', null],
	[medicine, 'No, never mind: you may.', null],
	[medicine, 'No, never say no.', null],
	[medicine, 'No, not always.', null],
	[medicine, 'No problem!', null],
	[medicine, 'Never say never.', null],
	[cheaper, 'Yes, it is.', 1],
	[cheaper, 'No, it isn’t.', 0],
	[cheaper, 'Yes, it is not.', null],
	[cheaper, 'Yes, never.', null],
	[shortest, 'Carl, of course.', 1],
	[shortest, 'Of course not Carl.', null],
])('%#: %o', (one, answer, mark) => {
	expect(scoreAnswer(one, answer).score, answer).toBe(mark);
});
