// What a person does from signing in to an answer, on their own data too, and what they are told
// where something is wrong: node e2e/flow.mjs PROGRAM_FOLDER
import "./studio.test.mjs";
import "./own_data.test.mjs";
import "./deploy.test.mjs";
