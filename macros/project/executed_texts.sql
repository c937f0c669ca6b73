{#
    Return the SQL that dbt executes for a node, as [{sql, hook: none, "its pre-hook" or "its post-hook", least: how
    many parts a name must have to count}]: the compiled code, or else the raw code, and the parts of its hooks that can
    be rendered safely. Pure.
#}
{% macro executed_texts(node) %}
    {%- set code = node.compiled_code or dbt_wap.prerender_sql(node.raw_code or "") -%}
    {%- set texts = [] -%}
    {%- if node.resource_type | string != "seed" and node.language == "python" -%}
        {%- do texts.extend(dbt_wap._python_texts(code)) -%}
    {%- elif node.resource_type | string != "seed" -%}
        {%- do texts.append({"sql": code, "hook": none, "least": 1}) -%}
    {%- endif -%}
    {%- for name, hooks in [("pre-hook", node.config.pre_hook), ("post-hook", node.config.post_hook)] -%}
        {%- for hook in hooks or [] -%}
            {%- do texts.append({"sql": dbt_wap.prerender_sql(hook.sql or ""), "hook": "its " ~ name, "least": 1}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(texts) -%}
{% endmacro %}

{#
    Return the strings in a Python model, without dbt's own part, that are SQL or names of relations. A name without a
    schema is usually a column, so it counts only in table(..) or in a query.
#}
{% macro _python_texts(code) %}
    {%- set texts = [] -%}
    {%- set code = code.split("# this part is dbt logic for get ref work")[0] -%}
    {%- set pattern = (
        '#[^\\n]*|(table\\(\\s*)?(?:"""(.*?)"""|' ~ "'''(.*?)'''|" ~ '"((?:[^"\\\\\\n]|\\\\.)*)"|'
        ~ "'((?:[^'\\\\\\n]|\\\\.)*)')"
    ) -%}
    {%- for found in modules.re.findall(pattern, code, modules.re.S) -%}
        {%- set text = (found[1:] | join("")).replace('\\"', '"') -%}
        {%- set name = modules.re.fullmatch('\\s*(?:[\\w$]+|"[^"]+")(?:\\.(?:[\\w$]+|"[^"]+"))*\\s*', text) -%}
        {%- if name -%}
            {%- do texts.append({"sql": "from " ~ text, "hook": none, "least": 1 if found[0] else 2}) -%}
        {%- else -%}
            {%- set verbs = "select|with|from|insert|create|merge|update|delete" -%}
            {%- set query = modules.re.match("(?i)\\s*[(]*\\s*(?:" ~ verbs ~ ")\\s", text) -%}
            {%- do texts.append({"sql": text, "hook": none, "least": 1 if query else 2}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(texts) -%}
{% endmacro %}
