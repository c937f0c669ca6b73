{# Return the approvers of a rule in words, such as "ana, ben (by password or slack), group data-leads". Pure. #}
{% macro describe_approvers(rule) %}
    {%- set words = [] -%}
    {%- for entry in rule["approvers"] -%}
        {%- set kinds = " (by " ~ entry["identity"] | join(" or ") ~ ")" if entry.get("identity") else "" -%}
        {%- do words.append(("group " ~ entry["group"] if entry.get("group") else entry["name"]) ~ kinds) -%}
    {%- endfor -%}
    {%- do return(words | join(", ") if words else "anyone") -%}
{% endmacro %}
