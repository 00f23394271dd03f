// What a new user writes: one face, recognised by the recogniser that ships.
import { openRecogniser } from 'mpafer';

const recogniser = await openRecogniser();
const { status, faces } = await recogniser.recognise(process.argv[2] ?? 'face.png');
console.log(status, faces[0]?.expression);
await recogniser.close();
