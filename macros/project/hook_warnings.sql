{#
    Return a sentence for each on-run-start or on-run-end hook of the project and its packages that writes outside the
    audit schemas, or whose SQL does not show what it writes. These hooks run in the audit build and no gate covers
    them. Pure: reads the graph.
#}
{% macro hook_warnings() %}
    {%- set sentences = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type == "operation" and node.package_name != "dbt_wap" -%}
        {%- set hook = (node.tags | first) ~ " " ~ ((node.get("index") or 0) | int + 1) ~ " of " ~ node.package_name -%}
        {%- set text = dbt_wap._hook_with_names(node.raw_code) -%}
        {%- set outside, unknown = [], [] -%}
        {%- for statement in text.split(";") if statement | trim -%}
            {%- set written = dbt_wap._written_by(statement | trim) -%}
            {%- if written is none or "{" in written -%} {%- do unknown.append(statement) -%}
            {%- elif written and not dbt_wap._is_in_audit(written) -%} {%- do outside.append(written) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if outside -%}
            {%- do sentences.append(hook ~ " writes to " ~ outside | unique | join(", ")) -%}
        {%- endif -%}
        {%- if unknown -%}
            {%- set shown = (node.raw_code.split() | join(" ")) -%}
            {%- do sentences.append(hook ~ ": could not tell what it writes (" ~ shown[:80] ~ ")") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(sentences | sort) -%}
{% endmacro %}

{#
    Return the SQL of a hook with names for ref, source and target, and without logging, branches, comments and strings.
#}
{% macro _hook_with_names(code) %}
    {%- set hook = namespace(text=code) -%}
    {%- for pattern, name in dbt_wap._names_in_hook(code).items() -%}
        {%- set hook.text = hook.text.replace(pattern, name) -%}
    {%- endfor -%}
    {%- for silent in [
        "\\{#.*?#\\}",
        "\\{\\{-?\\s*(log|print)\\(.*?\\)\\s*-?\\}\\}",
        "\\{%-?\\s*do\\s+(log|print)\\(.*?\\)\\s*-?%\\}",
        "\\{%-?\\s*(if|elif|else|endif|for|endfor|set)\\b.*?%\\}",
        "--[^\n]*|/\\*.*?\\*/",
    ] -%}
        {%- set hook.text = modules.re.sub(silent, " ", hook.text, flags=modules.re.S) -%}
    {%- endfor -%}
    {%- do return(modules.re.sub("'(?:[^']|'')*'", "''", hook.text)) -%}
{% endmacro %}

{# Return {expression in a hook: the name it renders to in the audit build}. #}
{% macro _names_in_hook(code) %}
    {%- set names = {} -%}
    {%- set call = "(\\{\\{-?\\s*(ref|source)\\(([^)]*)\\)\\s*-?\\}\\})" -%}
    {%- for whole, function, arguments in modules.re.findall(call, code) -%}
        {%- set parts = modules.re.findall("['\"]([^'\"]+)['\"]", arguments) -%}
        {%- for node in graph.nodes.values() if function == "ref" and parts and node.name == parts[-1] -%}
            {%- set prod = dbt_wap.prod_schema_of(node) -%}
            {%- set schema = prod if dbt_wap.is_excluded(prod) else dbt_wap.audit_name_of(prod) -%}
            {%- do names.update({whole: schema ~ "." ~ (node.alias or node.name)}) -%}
        {%- endfor -%}
        {%- for node in graph.sources.values() if function == "source" and [node.source_name, node.name] == parts -%}
            {%- do names.update({whole: node.schema ~ "." ~ node.identifier}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for whole, part in modules.re.findall("(\\{\\{-?\\s*target\\.(schema|database|dbname)\\s*-?\\}\\})", code) -%}
        {%- do names.update({whole: target[part]}) -%}
    {%- endfor -%}
    {%- do return(names) -%}
{% endmacro %}

{# Return the name that a statement writes to; an empty string if it only reads, none if unknown. #}
{% macro _written_by(statement) %}
    {%- set part = '(?:"(?:[^"]|"")*"|\\{\\{.*?\\}\\}|[\\w$])+' -%}
    {%- set name = "(" ~ part ~ "(?:\\s*\\.\\s*" ~ part ~ ")*)" -%}
    {%- set kinds = "or replace|local|global|temporary|temp|transient|dynamic|materialized|secure|external" -%}
    {%- set object -%}
        (?:(?:{{ kinds }})\s+)*(?:table|view|schema|sequence|macro|function|index|stage|type)\s+
        {{- "(?:if\\s+(?:not\\s+)?exists\\s+)?" }}
    {%- endset -%}
    {%- set grants = "(?:grant|revoke)\\b.*?\\bon\\s+(?:(?:all|future)\\s+\\w+\\s+in\\s+)?(?:\\w+\\s+)??" -%}
    {%- for verb in [
        "insert\\s+(?:or\\s+\\w+\\s+)?(?:overwrite\\s+)?into\\s+(?:table\\s+)?",
        "update\\s+",
        "delete\\s+from\\s+",
        "merge\\s+into\\s+",
        "truncate\\s+(?:table\\s+)?(?:if\\s+exists\\s+)?",
        "(?:create|drop|alter)\\s+" ~ object,
        "comment\\s+(?:if\\s+exists\\s+)?on\\s+\\w+\\s+",
        grants,
    ] -%}
        {%- set pattern = "(?:with\\b.*?\\)\\s*)?" ~ verb ~ name -%}
        {%- set found = modules.re.match(pattern, statement, modules.re.S + modules.re.I) -%}
        {%- if found -%} {%- do return(found.group(1)) -%} {%- endif -%}
    {%- endfor -%}
    {%- set reads = "(select|with|show|describe|explain|set|unset|use|begin|commit|values|alter\\s+session)\\b" -%}
    {%- do return("" if modules.re.match(reads, statement, modules.re.I) else none) -%}
{% endmacro %}

{# Return true for a name in a schema that has the audit prefix. #}
{% macro _is_in_audit(name) %}
    {%- set parts = name.replace('"', "").split(".") -%}
    {%- set schema = parts[-2] if parts | length > 1 else target.schema -%}
    {%- do return((schema | trim | lower).startswith(dbt_wap.audit_prefix() | lower)) -%}
{% endmacro %}
