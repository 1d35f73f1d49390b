export default function Page({ locale, onPick }) {
  const title = "Get direct access to OpenAI today";
  return (
    <main>
      <section lang="fr" onClick={() => onPick("fr")}>
        <h2>Accès direct à OpenAI</h2>
        <p title="accès direct aux modèles d'OpenAI">Notre chef a un accès direct à OpenAI.</p>
        <section className="card" onClick={() => onPick("card")} />
        {locale && <p>Le chef : {locale ? "accès direct à OpenAI" : "le chef"}</p>}
        <q lang={"de"}>Direkter Zugriff auf OpenAI</q>
      </section>
      <p>The chef has direct access to OpenAI.</p>
      <img lang="fr" alt="accès direct à OpenAI, chef" />
      <CodeBlock lang="ts" title="Direct access to OpenAI" />
      <CodeBlock lang="tsx" title="Direct access to OpenAI" />
      <p lang={locale}>Direct access to OpenAI</p>
    </main>
  );
}
