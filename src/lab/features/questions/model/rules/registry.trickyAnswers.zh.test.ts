/** Probes in Chinese: null is an open answer. And a ratio, and a table before the question. */
import { expect, it } from 'vitest';
import { question } from '../question.test-support.ts';
import { scoreAnswer } from '../scoreAnswer.ts';
import type { Question } from '../types.ts';

const weights = { accuracy: 1 };
const asked = (prompt: string, reference: string): Question =>
	question({ prompt, reference, weights });
const chosen = (prompt: string, reference: string, wrong: readonly string[]): Question =>
	question({ prompt, reference, weights, rules: [{ rule: 'contains', wrong }] });

const days = asked('每天 8 个转化，学习阶段要 50 个转化。几天结束？', '7 天');
const price = asked('一个广告系列花费 450 美元，获得 300 次点击。每次点击费用是多少？', '1.5 美元');
const budget = asked('预算 500 元，每次点击 0.40 元，可以得到多少次点击？', '1250 次点击');
const raised = asked('我把每日预算从 200 元提高到 260 元。提高了百分之几？', '30%');
const signUp = asked('我花了 1,200 欧元，得到 40 个注册。每个注册平均花费多少？', '30 欧元');
const river = chosen('哪条河流经开罗？', '尼罗河', ['长江', '亚马逊河']);
const roas = asked(
	'I spent 2,400 euros for 9,600 euros of sales. What is my ROAS, as a ratio?',
	'4',
);
const rate = asked('48,000 次展示，1,200 次点击。点击率是多少？', '2.5 %');
const prize = asked('1,000 美元平分给 8 个人。每人得到多少？', '125 美元');
const lowest = chosen(
	'| campaign | cost | conversions |\n| --- | --- | --- |\n| North | 400 | 20 |\n' +
		'| South | 300 | 12 |\n\nWhich campaign has the lowest cost per conversion?',
	'North',
	['South'],
);

it.each<[Question, string, number | null]>([
	[days, '七天', 1],
	[days, '7 天结束。', 1],
	[days, '7', 1],
	[days, '八天', 0],
	[days, '七小时', 0],
	[days, '十七天', 0],
	[days, '七八天', null],
	[days, '第七天', null],
	[days, '每七天', null],
	[price, '每次点击费用是 1.5 美元。', 1],
	[price, '每次点击 1.50 美元', 1],
	[price, '每次展示 1.5 美元', null],
	[price, '每天 1.5 美元', null],
	[price, '不是 1.5 美元', null],
	[budget, '每次点击 1,250', null],
	[raised, '百分之三十', 1],
	[raised, '提高了百分之 30。', 1],
	[raised, '百分之十三', 0],
	[raised, '百分之七八十', null],
	[signUp, '每个注册平均花费三十欧元。', 1],
	[signUp, '三百欧元', 0],
	[signUp, '三十美元', 0],
	[river, '流经开罗的是尼罗河。', 1],
	[river, '流经开罗的是长江。', 0],
	[river, '流经开罗的不是尼罗河。', null],
	[roas, '9,600 / 2,400 = 4', 1],
	[roas, '9,600 / 2,400 = 3', 0],
	[roas, '4 euros', null],
	[roas, '9,600 euros', null],
	[roas, '四', 1],
	[roas, 'ROAS 是四。', 1],
	[roas, '十四', 0],
	[roas, '不是四', null],
	[roas, '星期四', null],
	[roas, '四五', null],
	[roas, '四至五', null],
	[roas, '四点', null],
	[roas, '四美元', null],
	[rate, '百分之二点五', 1],
	[rate, '点击率是百分之二点五。', 1],
	[rate, '百分之五点二', 0],
	[rate, '百分之零点二五', 0],
	[rate, '不是百分之二点五', null],
	[rate, '百分之二点五以下', null],
	[rate, '千分之二点五', null],
	[rate, '二点五', null],
	[prize, '一百二十五美元', 1],
	[prize, '一千二百五十美元', 0],
	[prize, '一百二十五欧元', 0],
	[prize, '一百五美元', null],
	[prize, '一百多美元', null],
	[prize, '两百美元', 0],
	[prize, '十二万五千美元', 0],
	[lowest, 'North has the lowest cost per conversion.', 1],
	[lowest, 'South has the lowest cost per conversion.', 0],
	[lowest, 'North has not the lowest cost per conversion.', null],
])('%#: %o', (one, answer, mark) => {
	expect(scoreAnswer(one, answer).score, answer).toBe(mark);
});
