import { type ExpressionRecogniser, openRecogniser, type Picture, type Recognition } from 'mpafer';

await using recogniser: ExpressionRecogniser<Picture> = await openRecogniser('ferplus', { abstainBelow: 0.6 });
export const one: Recognition = await recogniser.recognise('face.jpg');
export const streamed: Recognition = await recogniser.recognise(new Blob().stream());
for await (const { status, faces } of recogniser.recognise(['a.jpg', new URL('https://example.org/b.jpg')])) {
  const expression: string | undefined = faces[0]?.expression;
  console.log(status, expression);
}

// What does not fit is refused while compiling.
// @ts-expect-error there is no provider of this name
openRecogniser('ferplus', { provider: 'gpu' });
// @ts-expect-error a number is no picture
recogniser.recognise(7);
// @ts-expect-error a stream is one picture by its bytes, no list
recogniser.recognise(new ReadableStream<string>());
