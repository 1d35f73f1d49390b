"use client";

import { cn } from "@/lib/direct access to OpenAI models";
import { toast } from "sonner";

export const metadata = {
  title: "Direct access to OpenAI models",
  description: "We offer direct " + 'access to ' + `OpenAI models` + " in one place",
  className: "direct access to OpenAI models",
  "direct access to OpenAI models": true,
};

type Plan = "direct access to OpenAI models" | "other";

const escaped = "dir\x65ct access to Op\u0065nAI models";
const wrapped = `We have direct
  access to OpenAI models for ${metadata.title}.`;

function identity<T,>(value: T) {
  console.log("direct access to OpenAI models", value);
  if (value === "direct access to OpenAI models") {
    throw new Error("direct access to OpenAI models");
  }
  return value;
}

export default function Page({ plans, isNew }: { plans: Plan[]; isNew: boolean }) {
  const size = plans.length < 3 && plans.length > 1;
  return (
    <main className={cn("direct access to OpenAI models", size && "mt-4")}>
      <h1>
        Direct <em>access</em> to{" "}
        <span className="text-blue-500">OpenAI models</span>
      </h1>
      <p>
        Direct access&nbsp;to
        Open{/* a comment */}AI models, {isNew ? "direct access to OpenAI models" : "nothing"}.
      </p>
      {/* wordgate-allow ai-partnership/openai-direct-access: the partner agreed */}
      <p>Direct access to OpenAI models</p>
      <ul>
        {plans.map((plan) => (
          <li key={plan} title={`Direct access to OpenAI models`}>
            {plan} with direct access to OpenAI models
          </li>
        ))}
      </ul>
      <Card
        // wordgate-allow ai-partnership/openai-direct-access: the partner agreed
        heading="Direct access to OpenAI models"
        plan="Direct access to OpenAI models"
        icon={<b>direct access to OpenAI models</b>}
        onOpen={() => toast.success("You have direct access to OpenAI models")}
      />
      <code>direct access to OpenAI models</code>
      <img src="a.png" alt="A screen with direct access to OpenAI models" />
    </main>
  );
}
