{#
    Return what prod_reads searches for: {prod: {key: node} of the project's relations in prod, candidate: {key: true}
    of the same relations in the audit schemas, pattern: a regular expression that any text naming one of `prod`
    matches, session: from session_place}. project: from project_facts. Runs in audit mode; reads only.
#}
{% macro known_relations(project) %}
    {%- set prod, candidate, schemas, names = project["by_key"], {}, {}, {} -%}
    {%- set session = dbt_wap.session_place(dbt_wap.state_place()["database"]) -%}
    {%- set session_key = dbt_wap.schema_key(session["database"], session["schema"]) -%}
    {%- for fact in project["nodes"].values() if not fact["excluded"] -%}
        {%- do candidate.update({fact["here_key"]: true}) -%}
        {%- do schemas.update({modules.re.escape(fact["prod"]["schema"]): true}) -%}
        {%- if fact["place"]["prod_key"] == session_key -%}
            {%- do names.update({modules.re.escape(fact["prod"]["name"]): true}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set pattern = dbt_wap._naming_pattern(modules.re.escape(session["database"]), schemas, names) -%}
    {%- do return({"prod": prod, "candidate": candidate, "pattern": pattern, "session": session}) -%}
{% endmacro %}

{#
    Return a regular expression for the schemas, and for names without a schema, after the database or where a statement
    can name a relation.
#}
{% macro _naming_pattern(database, schemas, names) %}
    {%- set gap = "(?:\\s|--[^\\n]*|//[^\\n]*|/\\*.*?\\*/)*" -%}
    {%- set words = "from|join|into|update|table|view|using|summarize|describe|pivot|unpivot|copy|lateral|only" -%}
    {%- set words = words ~ "|exists" -%}
    {%- set patterns = [] -%}
    {%- if schemas -%}
        {%- do patterns.append("(?:^|[^\\w$])(?:" ~ schemas | join("|") ~ ")(?:[^\\w$]|$)") -%}
    {%- endif -%}
    {%- if names -%}
        {%- set name = "[\"']?(?:" ~ names | join("|") ~ ")" -%}
        {%- do patterns.append("(?:" ~ words ~ "|[,(\\[])" ~ gap ~ name ~ "(?:[^\\w$.]|$)") -%}
        {%- set dots = '"?' ~ gap ~ "[.]" ~ gap ~ "(?:[.]" ~ gap ~ ")?" -%}
        {%- do patterns.append(database ~ dots ~ name ~ "(?:[^\\w$]|$)") -%}
    {%- endif -%}
    {%- do return("(?is)" ~ (patterns or ["^$"]) | join("|")) -%}
{% endmacro %}
