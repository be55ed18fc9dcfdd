// The tutorial's own model on a database that our server writes too.
// node mongoose.mjs MONGODB-URL string|reference write POST USER CONTENT CREATED-AT
// node mongoose.mjs MONGODB-URL string|reference read POST      prints what the tutorial's join_post finds, a line each
import mongoose from "mongoose";

const [url, userIds, deed, post, userId, content, createdAt] = process.argv.slice(2);
const { ObjectId } = mongoose.Schema.Types;
const Comment = mongoose.model(
  "Comment",
  new mongoose.Schema({
    userId: userIds === "reference" ? { type: ObjectId, ref: "User", required: true } : { type: String, required: true },
    postId: { type: ObjectId, ref: "Post", required: true },
    content: { type: String, required: true },
    createdAt: { type: String, required: true },
  }),
);

await mongoose.connect(url);
if (deed === "write") {
  const comment = new Comment({ userId, postId: post, content, createdAt });
  await comment.save();
  console.log(comment.id);
} else {
  for (const comment of await Comment.find({ postId: post }).sort({ createdAt: 1 })) {
    console.log(`${comment.userId}: ${comment.content}`);
  }
}
await mongoose.disconnect();
