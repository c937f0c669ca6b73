{#
    Return false only if the SQL of a node certainly does not make a column of this name: it has neither the name, nor a
    star or other code that hides its columns. Always true for a seed or a Python model. Pure.
#}
{% macro can_make_column(node, name) %}
    {%- if node.resource_type == "seed" or node.language == "python" or not node.raw_code -%}
        {%- do return(true) -%}
    {%- endif -%}
    {%- set known = [
        "\\{#.*?#\\}",
        "\\{\\{-?\\s*config\\s*\\(.*?\\)\\s*-?\\}\\}",
        "\\{\\{-?\\s*(?:this|(?:ref|source)\\s*\\([^{}]*\\))\\s*-?\\}\\}",
        "\\{[%]-?\\s*(?:if is_incremental\\(\\)|endif)\\s*-?[%]\\}",
    ] -%}
    {%- set code = modules.re.sub(known | join("|"), " ", node.raw_code, flags=modules.re.S) | lower -%}
    {%- set open = "\\{|\\b(?:pivot|unpivot|unnest|columns|flatten|struct|describe|summarize|show|table)\\b" -%}
    {%- if "*" in code.replace("count(*)", "") or modules.re.search(open, code) -%}
        {%- do return(true) -%}
    {%- endif -%}
    {%- set reads = modules.re.findall("\\b(from|select)\\b", code) -%}
    {%- set made_by_dbt = node.resource_type == "snapshot" and name.lower().startswith("dbt_") -%}
    {%- if made_by_dbt or reads | select("equalto", "from") | list | length > reads | length / 2 -%}
        {%- do return(true) -%}
    {%- endif -%}
    {%- set word = modules.re.escape(dbt_wap.unquoted_name(name) | lower) -%}
    {%- do return(modules.re.search("(?<!\\w)" ~ word ~ "(?!\\w)", code) is not none) -%}
{% endmacro %}
