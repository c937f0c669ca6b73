{#
    The statements that make views in prod from the text that was audited, in prod's names also where it holds the name
    of a schema as a text, as {relation key: [sql]}; without those whose text is no longer known. side: where the
    audited views are, if the engine has them there alone. Reads only.
#}
{% macro audited_view_statements(run, keys, side) %}
    {%- do return(adapter.dispatch("audited_view_statements", "dbt_wap")(run=run, keys=keys, side=side)) -%}
{% endmacro %}

{% macro default__audited_view_statements(run, keys, side) %}
    {%- do dbt_wap.unsupported("audited_view_statements") -%}
{% endmacro %}

{#
    The candidate is there until the end of the publish; comments stay those of prod. Atomic: yes, the caller runs them
    in one transaction.
#}
{% macro duckdb__audited_view_statements(run, keys, side) %}
    {%- set schemas, found = {}, {} -%}
    {%- for pair in run["schemas"] -%} {%- do schemas.update({pair["audit"]: pair["prod"]}) -%} {%- endfor -%}
    {%- set audited = dbt_wap.definitions_in_prod_names(run["schemas"], "audit") -%}
    {%- set now = dbt_wap.definitions_in_prod_names(run["schemas"], "prod") -%}
    {%- for relation in dbt_wap.relations_of(run["schemas"], "audit") if relation["key"] in keys -%}
        {%- set key, prod = relation["key"], relation["pair"]["prod"] -%}
        {%- set texts = modules.re.findall("'(?:[^']|'')*'", audited[key]["body"]) -%}
        {%- set body = dbt_wap.rename_in_texts(audited[key]["body"], texts, schemas) -%}
        {%- set drop = "drop view if exists " ~ dbt_wap.relation_name(relation["database"], prod, relation["name"]) -%}
        {%- set made = dbt_wap._duckdb_view_statements(now.get(key, audited[key]), prod, body) -%}
        {%- do found.update({key: [drop] + made}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# The stored text is dbt's own, with its options; a comment is not part of it. Atomic: no, each statement commits. #}
{% macro snowflake__audited_view_statements(run, keys, side) %}
    {%- set schemas, found = {}, {} -%}
    {%- for pair in run["schemas"] -%} {%- do schemas.update({pair["audit"]: pair["prod"]}) -%} {%- endfor -%}
    {%- set definitions = dbt_wap.get_definitions(dbt_wap.places_of(run["schemas"], side)) -%}
    {%- for relation in dbt_wap.relations_of(run["schemas"], side)
        if relation["key"] in keys and relation["kind"] == "view"
    -%}
        {%- set own = dbt_wap.relation_key(relation["database"], relation["schema"], relation["name"]) -%}
        {%- set name = dbt_wap.relation_name(relation["database"], relation["pair"]["prod"], relation["name"]) -%}
        {%- set sql = dbt_wap._snowflake_repointed(definitions[own]["body"], name, schemas) -%}
        {%- set texts = [] -%}
        {%- for word in dbt_wap._snowflake_words(sql) if word[0] in "'$" -%}
            {%- do texts.append(word) -%}
        {%- endfor -%}
        {%- set sql = dbt_wap.rename_in_texts(sql, texts, schemas) -%}
        {%- if "VIEW" in dbt_wap._snowflake_tokens(sql) and not dbt_wap.has_name_in_text(sql, schemas.keys()) -%}
            {%- do found.update({relation["key"]: [sql]}) -%}
            {%- if definitions[own]["comment"] -%}
                {%- do found[relation["key"]].append(
                    "comment on view " ~ name ~ " is " ~ dbt_wap.text_literal(definitions[own]["comment"])
                ) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
